using System.Buffers.Binary;

namespace Palestra.Storage;

/// <summary>A growing buffer of little-endian values, kept and reused by its owner.</summary>
internal sealed class ByteWriter
{
    private byte[] _buffer = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>The next <paramref name="count"/> bytes, to be filled by the caller; their content is undefined.</summary>
    public Span<byte> Take(int count) => Take(count, slack: 0);

    /// <param name="slack">So many more may be written to; what is taken next overwrites them.</param>
    public Span<byte> Take(int count, int slack)
    {
        var needed = checked(Length + count + slack);
        if (needed > _buffer.Length)
        {
            Array.Resize(ref _buffer, (int)Math.Min(Array.MaxLength, Math.Max((long)needed, _buffer.Length * 2L)));
        }

        var span = _buffer.AsSpan(Length, count + slack);
        Length += count;
        return span;
    }

    public void U8(byte value) => Take(1)[0] = value;

    public void U32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(4), value);

    /// <summary>Overwrites what stands at <paramref name="at"/>.</summary>
    public void SetU32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(at, sizeof(uint)), value);

    public void I64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(8), value);

    public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));
}
