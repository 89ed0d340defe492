using System.Buffers;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Palestra.Storage;

/// <summary>The payload of a block from its beginning on, unpacked as far as it is read.</summary>
internal sealed class BlockStream : IDisposable
{
    [NotTunable("What one call of zlib unpacks at most; no figure depends on it.")]
    private const int BufferBytes = 16384;

    private readonly ZLibStream _zlib;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private readonly byte[] _payload;
    private int _apart;
    private int _at;
    private int _filled;

    /// <exception cref="BlockFormatException">The version is unknown, or the sections are longer than the payload.</exception>
    public BlockStream(int version, byte[] payload)
    {
        BlockDecoder.CheckVersion(version);
        _payload = payload;
        var (offset, length) = (0, payload.Length);
        if (version != BlockEncoder.AllCompressed)
        {
            var whole = new ByteReader(payload);
            (offset, length) = (sizeof(uint), whole.Bytes(whole.U32()).Length);
        }

        _apart = offset + length;
        _zlib = new ZLibStream(new MemoryStream(payload, offset, length), CompressionMode.Decompress);
    }

    public byte U8()
    {
        Span<byte> bytes = stackalloc byte[1];
        Read(bytes);
        return bytes[0];
    }

    public uint U32()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        Read(bytes);
        return MemoryMarshal.Read<uint>(bytes);
    }

    public long I64()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        Read(bytes);
        return MemoryMarshal.Read<long>(bytes);
    }

    public void Skip(long count)
    {
        while (count > 0)
        {
            var take = (int)Math.Min(count, Available());
            _at += take;
            count -= take;
        }
    }

    /// <summary>As <see cref="Planes.Read"/>.</summary>
    /// <param name="rows">All zero.</param>
    public void ReadPlanes(Span<byte> rows, int width)
    {
        var count = rows.Length / width;
        for (var plane = 0; plane < width; plane++)
        {
            switch (U8())
            {
                case Planes.Constant:
                    var value = U8();
                    for (var at = plane; value != 0 && at < rows.Length; at += width)
                    {
                        rows[at] = value;
                    }

                    break;
                case Planes.Full:
                    for (var done = 0; done < count;)
                    {
                        var take = Math.Min(count - done, Available());
                        Planes.Spread(_buffer.AsSpan(_at, take), rows[(done * width)..], plane, width);
                        _at += take;
                        done += take;
                    }

                    break;
                case Planes.Apart:
                    Planes.Spread(Apart(count), rows, plane, width);
                    break;
                case Planes.Coded:
                    PlaneCodes.Read(Apart(U32()), rows, plane, width);
                    break;
                case var kind:
                    throw Planes.Unknown(kind);
            }
        }
    }

    public void SkipPlanes(int count, int width)
    {
        for (var plane = 0; plane < width; plane++)
        {
            switch (U8())
            {
                case Planes.Constant:
                    Skip(1);
                    break;
                case Planes.Full:
                    Skip(count);
                    break;
                case Planes.Apart:
                    Apart(count);
                    break;
                case Planes.Coded:
                    Apart(U32());
                    break;
                case var kind:
                    throw Planes.Unknown(kind);
            }
        }
    }

    public void Dispose()
    {
        _zlib.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    private void Read(Span<byte> into)
    {
        while (!into.IsEmpty)
        {
            var take = Math.Min(into.Length, Available());
            _buffer.AsSpan(_at, take).CopyTo(into);
            _at += take;
            into = into[take..];
        }
    }

    private ReadOnlySpan<byte> Apart(long count)
    {
        var left = _payload.Length - _apart;
        if (count > left)
        {
            throw new BlockFormatException($"{count} bytes were expected where {left} are left.");
        }

        _apart += (int)count;
        return _payload.AsSpan(_apart - (int)count, (int)count);
    }

    /// <returns>Bytes that lie ready, at least one.</returns>
    private int Available()
    {
        if (_at == _filled)
        {
            try
            {
                (_at, _filled) = (0, _zlib.Read(_buffer, 0, _buffer.Length));
            }
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                throw new BlockFormatException($"Its zlib stream is damaged: {e.Message}");
            }

            if (_filled == 0)
            {
                throw new BlockFormatException("It ends before its columns do.");
            }
        }

        return _filled - _at;
    }
}
