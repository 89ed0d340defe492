using System.IO.MemoryMappedFiles;

namespace Palestra.FastLane;

/// <summary>
/// The one writer of a lane. It never waits for readers and never learns of them (P-OBSERVE). Not thread-safe: one
/// thread publishes; <see cref="Heartbeat"/> may come from another.
/// </summary>
/// <remarks>
/// Publishing frame n (n = 1, 2, 3 …; slot (n - 1) mod capacity; sequence is even when the slot is at rest):
/// <list type="number">
/// <item>W1 sequence := 2n - 1. Odd: whoever copies this slot now must throw the copy away.</item>
/// <item>W2 full fence, so that no byte of the frame becomes visible before W1.</item>
/// <item>W3 figures and frame bytes.</item>
/// <item>W4 sequence := 2n, release: everything of W3 is visible to whoever reads 2n.</item>
/// <item>W5 head := n, release.</item>
/// </list>
/// A writer killed between W1 and W4 leaves an odd slot; head still names an older, whole one. Setting up a segment:
/// the file grows under another name, its version is written last (release), then it replaces the path, then the old
/// segment is marked invalidated. No reader ever maps a half-made header, and no mapped file is ever truncated.
/// </remarks>
public sealed unsafe class FastLaneWriter : IDisposable
{
    private readonly MappedLane _lane;
    private readonly TimeProvider _clock;
    private long _head;
    private bool _disposed;

    private FastLaneWriter(MappedLane lane, TimeProvider clock)
    {
        _lane = lane;
        _clock = clock;
    }

    public int FrameBytes => _lane.Geometry.FrameBytes;

    public int Width => _lane.Geometry.Width;

    public int Height => _lane.Geometry.Height;

    /// <summary>Frames published.</summary>
    public long Published => _head;

    /// <summary>Frames refused because they were not of the lane's size.</summary>
    public long Rejected { get; private set; }

    /// <summary>Makes a fresh segment at <paramref name="path"/>; readers of one that was there before come over.</summary>
    /// <exception cref="FastLaneException">The size is not allowed, or the file cannot be made.</exception>
    public static FastLaneWriter Create(string path, int width, int height, int channels, int capacity, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        clock ??= TimeProvider.System;
        var geometry = new LaneGeometry(width, height, channels, capacity);
        if (geometry.Problem() is { } problem)
        {
            throw new FastLaneException(problem);
        }

        var fresh = $"{path}.{Environment.ProcessId}.new";
        try
        {
            File.Delete(fresh);
            var lane = SetUp(fresh, geometry, clock);
            var old = OpenOld(path);
            File.Move(fresh, path, overwrite: true);
            Invalidate(old);
            return new FastLaneWriter(lane, clock);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FastLaneException($"The fast lane '{path}' of {LaneLayout.FileBytes(geometry)} bytes cannot be made: {e.Message}", e);
        }
    }

    /// <summary>Publishes a frame, overwriting the oldest.</summary>
    /// <param name="frame">Row-major, <see cref="FrameBytes"/> long; copied.</param>
    /// <returns>
    /// <c>false</c> if the frame is not of the lane's size: nothing was written, <see cref="Rejected"/> went up. For frames
    /// of another size create a new writer at the same path.
    /// </returns>
    public bool Publish(ReadOnlySpan<byte> frame, in FrameHud hud)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (frame.Length != FrameBytes)
        {
            Rejected++;
            return false;
        }

        var number = _head + 1;
        var slot = _lane.Slot(number);
        var now = NowUs(_clock);
        Volatile.Write(ref *(long*)(slot + LaneLayout.SequenceAt), (2 * number) - 1); // W1
        Thread.MemoryBarrier(); // W2
        *(long*)(slot + LaneLayout.NumberAt) = number; // W3
        *(long*)(slot + LaneLayout.WrittenAt) = now;
        *(int*)(slot + LaneLayout.EnvSlotAt) = hud.Slot;
        *(int*)(slot + LaneLayout.FrameBytesAt) = frame.Length;
        *(double*)(slot + LaneLayout.LastRewardAt) = hud.LastReward;
        *(double*)(slot + LaneLayout.RollingReturnAt) = hud.RollingReturn;
        *(double*)(slot + LaneLayout.StepsPerSecondAt) = hud.StepsPerSecond;
        frame.CopyTo(new Span<byte>(slot + LaneLayout.SlotHeaderBytes, frame.Length));
        Volatile.Write(ref *(long*)(slot + LaneLayout.SequenceAt), 2 * number); // W4
        Volatile.Write(ref *(long*)(_lane.Header + LaneLayout.HeadAt), number); // W5
        _head = number;
        Volatile.Write(ref *(long*)(_lane.Header + LaneLayout.HeartbeatAt), now);
        return true;
    }

    /// <summary>Says that the writer lives although it has no new frame, for example while paused.</summary>
    public void Heartbeat()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Volatile.Write(ref *(long*)(_lane.Header + LaneLayout.HeartbeatAt), NowUs(_clock));
    }

    /// <summary>Marks the lane as ended. The file stays for readers; whoever chose its path removes it.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            SetFlag(_lane, LaneLayout.Ended);
            _lane.Dispose();
        }
    }

    internal static long NowUs(TimeProvider clock) =>
        (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static MappedLane SetUp(string file, LaneGeometry geometry, TimeProvider clock)
    {
        // Preallocated: a full /dev/shm is an exception here instead of a SIGBUS at the first frame.
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            PreallocationSize = LaneLayout.FileBytes(geometry),
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var stream = new FileStream(file, options);
        stream.SetLength(LaneLayout.FileBytes(geometry));
        var lane = MappedLane.Map(stream, geometry, MemoryMappedFileAccess.ReadWrite);
        var header = lane.Header;
        var now = NowUs(clock);
        *(ulong*)(header + LaneLayout.MagicAt) = LaneLayout.Magic;
        *(int*)(header + LaneLayout.HeaderBytesAt) = LaneLayout.HeaderBytes;
        *(int*)(header + LaneLayout.WidthAt) = geometry.Width;
        *(int*)(header + LaneLayout.HeightAt) = geometry.Height;
        *(int*)(header + LaneLayout.ChannelsAt) = geometry.Channels;
        *(int*)(header + LaneLayout.CapacityAt) = geometry.Capacity;
        *(int*)(header + LaneLayout.SlotHeaderBytesAt) = LaneLayout.SlotHeaderBytes;
        *(long*)(header + LaneLayout.SlotBytesAt) = geometry.SlotBytes;
        *(long*)(header + LaneLayout.GenerationAt) = BitConverter.ToInt64(Guid.NewGuid().ToByteArray());
        *(int*)(header + LaneLayout.WriterPidAt) = Environment.ProcessId;
        *(long*)(header + LaneLayout.WriterStartAt) = ProcessIdentity.StartOf(Environment.ProcessId);
        *(long*)(header + LaneLayout.HeartbeatAt) = now;
        Volatile.Write(ref *(uint*)(header + LaneLayout.VersionAt), LaneLayout.Version);
        return lane;
    }

    private static MappedLane? OpenOld(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 0);
        Span<byte> header = stackalloc byte[LaneLayout.HeaderBytes];
        var read = RandomAccess.Read(file.SafeFileHandle, header, 0);
        if (LaneLayout.Parse(header[..read], file.Length, out var geometry) is null)
        {
            return MappedLane.Map(file, geometry, MemoryMappedFileAccess.ReadWrite);
        }

        file.Dispose();
        return null;
    }

    private static void Invalidate(MappedLane? old)
    {
        if (old is not null)
        {
            SetFlag(old, LaneLayout.Invalidated);
            old.Dispose();
        }
    }

    private static void SetFlag(MappedLane lane, uint flag) =>
        Interlocked.Or(ref *(uint*)(lane.Header + LaneLayout.FlagsAt), flag);
}
