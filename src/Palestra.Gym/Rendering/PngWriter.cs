using System.Buffers.Binary;
using System.IO.Compression;

namespace Palestra.Gym.Rendering;

/// <summary>Writes 8-bit RGB pictures as PNG. Thread-safe.</summary>
public static class PngWriter
{
    private static readonly uint[] CrcTable = MakeCrcTable();

    /// <param name="rgb">Row-major, 3 bytes a pixel.</param>
    /// <exception cref="GymException">The buffer is not of that size.</exception>
    public static void Write(Stream stream, ReadOnlySpan<byte> rgb, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (width < 1 || height < 1 || rgb.Length != (long)width * height * 3)
        {
            throw new GymException($"A picture of {width}x{height} has {(long)width * height * 3} bytes, not {rgb.Length}.");
        }

        stream.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = 2;
        header[10..].Clear();
        WriteChunk(stream, "IHDR"u8, header);
        WriteChunk(stream, "IDAT"u8, Compress(rgb, width * 3));
        WriteChunk(stream, "IEND"u8, []);
    }

    // Each row is written as differences to the row above (filter 2), which suits flat drawings; the first as it is.
    private static ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> rgb, int stride)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var line = new byte[stride + 1];
            for (var start = 0; start < rgb.Length; start += stride)
            {
                line[0] = (byte)(start == 0 ? 0 : 2);
                for (var i = 0; i < stride; i++)
                {
                    line[i + 1] = (byte)(rgb[start + i] - (start == 0 ? 0 : rgb[start + i - stride]));
                }

                zlib.Write(line);
            }
        }

        return compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
    }

    private static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        stream.Write(word);
        stream.Write(type);
        stream.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(word, ~Crc(Crc(uint.MaxValue, type), data));
        stream.Write(word);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var b in data)
        {
            crc = CrcTable[(byte)(crc ^ b)] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (var n = 0u; n < 256; n++)
        {
            var c = n;
            for (var k = 0; k < 8; k++)
            {
                c = (c & 1) != 0 ? 0xedb88320 ^ (c >> 1) : c >> 1;
            }

            table[n] = c;
        }

        return table;
    }
}
