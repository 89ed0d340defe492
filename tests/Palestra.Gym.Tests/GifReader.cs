using System.Buffers.Binary;
using System.Text;

namespace Palestra.Gym.Tests;

/// <summary>
/// A decoder of animated GIFs that shares nothing with the writer: reads all blocks strictly, unpacks the codes by a table
/// of strings, and shows every frame as a viewer would.
/// </summary>
internal sealed class GifReader
{
    private readonly byte[] _gif;
    private int _at;

    public GifReader(byte[] gif)
    {
        _gif = gif;
        Assert.Equal("GIF89a", Encoding.ASCII.GetString(Take(6)));
        (Width, Height) = (Word(), Word());
        var packed = Byte();
        Assert.Equal(0, Byte());
        Assert.Equal(0, Byte());
        var global = (packed & 0x80) != 0 ? Take(3 << ((packed & 7) + 1)).ToArray() : null;
        var screen = new byte[Width * Height * 3];
        var (delay, transparent, disposal) = (0, -1, 0);
        for (var block = Byte(); block != 0x3b; block = Byte())
        {
            switch (block)
            {
                case 0x21 when Byte() is var label && label == 0xf9:
                    Assert.Equal(4, Byte());
                    var flags = Byte();
                    disposal = (flags >> 2) & 7;
                    delay = Word();
                    var index = Byte();
                    transparent = (flags & 1) != 0 ? index : -1;
                    Assert.Equal(0, Byte());
                    break;
                case 0x21:
                    var application = Take(Byte());
                    Assert.Equal("NETSCAPE2.0", Encoding.ASCII.GetString(application));
                    Assert.Equal([3, 1, 0, 0, 0], Take(5).ToArray());
                    RepeatsForEver = true;
                    break;
                default:
                    Assert.Equal(0x2c, block);
                    Assert.Equal(1, disposal);
                    Image(screen, global, transparent);
                    Frames.Add([.. screen]);
                    Delays.Add(delay);
                    break;
            }
        }

        Assert.Equal(gif.Length, _at);
    }

    public int Width { get; }

    public int Height { get; }

    public bool RepeatsForEver { get; }

    /// <summary>RGB, as shown.</summary>
    public List<byte[]> Frames { get; } = [];

    /// <summary>Hundredths of a second.</summary>
    public List<int> Delays { get; } = [];

    /// <summary>Pixels written for each frame.</summary>
    public List<int> Written { get; } = [];

    private void Image(byte[] screen, byte[]? global, int transparent)
    {
        var (left, top, width, height) = (Word(), Word(), Word(), Word());
        Assert.True(left + width <= Width && top + height <= Height);
        var packed = Byte();
        Assert.Equal(0, packed & 0x60);
        var table = (packed & 0x80) != 0 ? Take(3 << ((packed & 7) + 1)).ToArray() : global;
        Assert.NotNull(table);
        var indices = Unpack(Byte(), Blocks());
        Assert.Equal(width * height, indices.Count);
        Written.Add(indices.Count);
        for (var i = 0; i < indices.Count; i++)
        {
            if (indices[i] != transparent)
            {
                var pixel = ((top + (i / width)) * Width) + left + (i % width);
                table.AsSpan(indices[i] * 3, 3).CopyTo(screen.AsSpan(pixel * 3));
            }
        }
    }

    private static List<byte> Unpack(int bits, byte[] data)
    {
        var (clear, end) = (1 << bits, (1 << bits) + 1);
        var (output, strings, length, at) = (new List<byte>(), new List<byte[]>(), bits + 1, 0);
        byte[]? previous = null;
        while (true)
        {
            var code = 0;
            for (var bit = 0; bit < length; bit++, at++)
            {
                code |= ((data[at >> 3] >> (at & 7)) & 1) << bit;
            }

            if (code == end)
            {
                Assert.Equal(data.Length, (at + 7) / 8);
                return output;
            }

            if (code == clear)
            {
                strings = [.. Enumerable.Range(0, clear).Select(i => new[] { (byte)i }), [], []];
                (previous, length) = (null, bits + 1);
                continue;
            }

            Assert.InRange(code, 0, previous is null ? clear - 1 : strings.Count);
            byte[] current = code < strings.Count ? strings[code] : [.. previous!, previous![0]];
            output.AddRange(current);
            if (previous is not null && strings.Count < 4096)
            {
                strings.Add([.. previous, current[0]]);
            }

            previous = current;
            length = strings.Count == 1 << length && length < 12 ? length + 1 : length;
        }
    }

    private byte[] Blocks()
    {
        var data = new List<byte>();
        for (var size = Byte(); size > 0; size = Byte())
        {
            data.AddRange(Take(size));
        }

        return [.. data];
    }

    private int Byte() => _gif[_at++];

    private int Word()
    {
        _at += 2;
        return BinaryPrimitives.ReadUInt16LittleEndian(_gif.AsSpan(_at - 2));
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        _at += count;
        return _gif.AsSpan(_at - count, count);
    }
}
