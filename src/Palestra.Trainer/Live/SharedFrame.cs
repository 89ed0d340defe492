using System.Buffers;
using System.Buffers.Binary;
using Palestra.FastLane;

namespace Palestra.Trainer.Live;

/// <summary>
/// One frame as browsers get it (layout: <c>docs/api.md</c>), shared by all its viewers. The buffer is pooled and goes
/// back when the last holder lets go. Immutable once published; thread-safe.
/// </summary>
internal sealed class SharedFrame
{
    [NotTunable("Part of the frame message that browsers parse (docs/api.md).")]
    public const int HeaderBytes = 64;

    private readonly byte[] _buffer;
    private readonly int _length;
    private int _holders = 1;

    private SharedFrame(byte[] buffer, int length)
    {
        _buffer = buffer;
        _length = length;
    }

    /// <summary>Header and pixels; valid until <see cref="Release"/>.</summary>
    public ReadOnlyMemory<byte> Message => _buffer.AsMemory(0, _length);

    /// <summary>The newest frame of the lane that was not taken yet; <c>null</c> if there is none.</summary>
    public static SharedFrame? TryTake(FastLaneReader reader)
    {
        reader.Refresh();
        var buffer = ArrayPool<byte>.Shared.Rent(HeaderBytes + reader.FrameBytes);
        if (!reader.TryReadLatest(buffer.AsSpan(HeaderBytes), out var info))
        {
            ArrayPool<byte>.Shared.Return(buffer);
            return null;
        }

        WriteHeader(buffer, info);
        return new SharedFrame(buffer, HeaderBytes + info.Bytes);
    }

    public void Hold() => Interlocked.Increment(ref _holders);

    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }
    }

    private static void WriteHeader(Span<byte> header, in FrameInfo info)
    {
        header[..HeaderBytes].Clear();
        "PFRM"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], (uint)info.Width);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], (uint)info.Height);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], (uint)info.Channels);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], (uint)info.Hud.Slot);
        BinaryPrimitives.WriteUInt64LittleEndian(header[24..], (ulong)info.Number);
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], info.WrittenAtUs);
        BinaryPrimitives.WriteDoubleLittleEndian(header[40..], info.Hud.LastReward);
        BinaryPrimitives.WriteDoubleLittleEndian(header[48..], info.Hud.RollingReturn);
        BinaryPrimitives.WriteDoubleLittleEndian(header[56..], info.Hud.StepsPerSecond);
    }
}
