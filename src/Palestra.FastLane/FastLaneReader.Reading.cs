namespace Palestra.FastLane;

/// <remarks>
/// Reading the newest frame:
/// <list type="number">
/// <item>R1 n := head, acquire. Nothing newer than the last one read: done.</item>
/// <item>R2 s := sequence of n's slot, acquire. Not 2n: the writer has come round already, begin again at R1.</item>
/// <item>R3 copy figures and bytes.</item>
/// <item>R4 full fence, so that no load of R3 moves behind R5.</item>
/// <item>R5 sequence still 2n: the copy is whole. Else it is torn: counted, thrown away, again from R1.</item>
/// </list>
/// A stale head is harmless: the frame is whole, only not the newest, and the next call finds the newer one.
/// </remarks>
public sealed unsafe partial class FastLaneReader
{
    /// <inheritdoc cref="TryReadLatest(Span{byte}, out FrameInfo)"/>
    /// <param name="into">Replaced by a larger array when a frame needs it.</param>
    public bool TryReadLatest(ref byte[] into, out FrameInfo info)
    {
        ArgumentNullException.ThrowIfNull(into);
        Refresh();
        if (into.Length < FrameBytes)
        {
            into = new byte[FrameBytes];
        }

        return Take(into, out info);
    }

    /// <summary>Copies the newest frame, if there is one that this reader has not handed out yet.</summary>
    /// <param name="into">At least <see cref="FrameBytes"/> long, else nothing is read and <see cref="Reason"/> says so.</param>
    /// <returns>Whether <paramref name="into"/> and <paramref name="info"/> hold a new, whole frame.</returns>
    public bool TryReadLatest(Span<byte> into, out FrameInfo info)
    {
        Refresh();
        return Take(into, out info);
    }

    /// <summary>
    /// Whether there is a frame that this reader has not handed out yet, without copying it: for those who look often and
    /// take seldom. Does not look at the writer; <see cref="Refresh"/> does.
    /// </summary>
    /// <param name="number">Of the newest frame.</param>
    /// <param name="age">Since it was written; negative if the clock was set back meanwhile.</param>
    public bool TryGlance(out long number, out TimeSpan age)
    {
        (number, age) = (0, TimeSpan.Zero);
        // Even a glance at a mapping behind the end of its file would be a SIGBUS.
        if (_lane is not { IsWhole: true } lane || Head() is var head && head <= _lastNumber)
        {
            return false;
        }

        var slot = lane.Slot(head);
        var writtenAt = Volatile.Read(ref *(long*)(slot + LaneLayout.WrittenAt));
        // A writer that comes round this very moment makes the age too small by a few frames: the frame is new either way.
        (number, age) = (head, TimeSpan.FromMicroseconds(FastLaneWriter.NowUs(_clock) - writtenAt));
        return true;
    }

    private bool Take(Span<byte> into, out FrameInfo info)
    {
        info = default;
        if (_lane is not { } lane)
        {
            return false;
        }

        var bytes = lane.Geometry.FrameBytes;
        if (into.Length < bytes)
        {
            Reason = $"The buffer has {into.Length} bytes; a frame of this lane has {bytes}.";
            return false;
        }

        for (var attempt = 0; attempt < _settings.Value.ReadAttempts; attempt++)
        {
            var number = Head(); // R1
            if (number <= _lastNumber)
            {
                return false;
            }

            var slot = lane.Slot(number);
            if (Volatile.Read(ref *(long*)(slot + LaneLayout.SequenceAt)) == 2 * number) // R2
            {
                var (now, geometry) = (FastLaneWriter.NowUs(_clock), lane.Geometry);
                var hud = new FrameHud( // R3
                    *(int*)(slot + LaneLayout.EnvSlotAt), *(double*)(slot + LaneLayout.LastRewardAt),
                    *(double*)(slot + LaneLayout.RollingReturnAt), *(double*)(slot + LaneLayout.StepsPerSecondAt));
                var writtenAt = *(long*)(slot + LaneLayout.WrittenAt);
                new ReadOnlySpan<byte>(slot + LaneLayout.SlotHeaderBytes, bytes).CopyTo(into);
                Thread.MemoryBarrier(); // R4
                if (Volatile.Read(ref *(long*)(slot + LaneLayout.SequenceAt)) == 2 * number) // R5
                {
                    _skipped += number - _lastNumber - 1;
                    _lastNumber = number;
                    _read++;
                    _ageUs = Math.Max(0, now - writtenAt);
                    info = new FrameInfo(number, writtenAt, geometry.Width, geometry.Height, geometry.Channels, bytes, hud);
                    return true;
                }
            }

            _torn++;
        }

        return false;
    }

    private long Head() => _lane is null ? 0 : Volatile.Read(ref *(long*)(_lane.Header + LaneLayout.HeadAt));
}
