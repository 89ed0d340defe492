using System.Buffers.Binary;

namespace Palestra.Storage;

/// <summary>Reads little-endian values and refuses to read past the end.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    public readonly int Remaining => _rest.Length;

    public ReadOnlySpan<byte> Bytes(long count)
    {
        if (count < 0 || count > _rest.Length)
        {
            throw new BlockFormatException($"{count} bytes were expected where {_rest.Length} are left.");
        }

        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }

    public byte U8() => Bytes(1)[0];

    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    public long I64() => BinaryPrimitives.ReadInt64LittleEndian(Bytes(8));
}

/// <summary>A block's payload is not what docs/formats/run-file.md says. Stays inside this room.</summary>
internal sealed class BlockFormatException(string message) : Exception(message);
