using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.Tests;

public sealed class RenderingTests
{
    [Theory]
    [InlineData("FrozenLake-v1", null, 256, 256)]
    [InlineData("FrozenLake8x8-v1", null, 512, 512)]
    [InlineData("FrozenLake-v1", "SFFFFFFFFG/FFFFFFFFFF/FFFFFFFFFF", 512, 192)]
    public void Frames_have_gymnasiums_size(string id, string? desc, int width, int height)
    {
        using var env = Make(id, desc);
        Assert.Equal(new FrameSize(width, height), env.FrameSize);
        Frame(env, 1);
    }

    [Fact]
    public void A_move_changes_the_tiles_it_left_and_entered_and_nothing_else()
    {
        using var env = Make("FrozenLake-v1", "SFFF/FFFF/FFFF/FFFG");
        var before = Frame(env, 1);
        Discrete.Write(_action, 1);
        env.Step(_action, _observation);
        Assert.Equal(4, Discrete.Read(_observation));
        var after = new byte[env.FrameSize.Bytes];
        env.Render(after);
        for (var row = 0; row < 4; row++)
        {
            for (var column = 0; column < 4; column++)
            {
                Assert.Equal(column == 0 && row < 2, !Tile(before, row, column).SequenceEqual(Tile(after, row, column)));
            }
        }
    }

    [Fact]
    public void The_walker_looks_where_it_last_went_and_differs_when_it_fell_or_arrived()
    {
        using var env = Make("FrozenLake-v1", "FFFF/FSFF/FFHF/FFFG");
        var frames = new List<byte[]>();
        foreach (var path in new[] { "", "02", "20", "31", "13", "12", "1122" })
        {
            env.Reset(1, _observation);
            foreach (var letter in path)
            {
                Discrete.Write(_action, letter - '0');
                env.Step(_action, _observation);
            }

            var frame = new byte[env.FrameSize.Bytes];
            env.Render(frame);
            frames.Add(frame);
        }

        // Facing the camera stands for "down" and for "has not moved"; every other picture is its own.
        Assert.Equal(frames[0], frames[3]);
        Assert.Equal(6, frames.Select(Convert.ToBase64String).Distinct().Count());
    }

    [Fact]
    public void Equal_states_give_equal_pictures()
    {
        using var first = Make("FrozenLake8x8-v1", null);
        using var second = Make("FrozenLake8x8-v1", null);
        Assert.Equal(Frame(first, 1), Frame(second, 2));
    }

    [Fact]
    public void A_frame_before_the_first_reset_or_into_too_small_a_buffer_is_refused()
    {
        using var env = Make("FrozenLake-v1", null);
        Assert.Equal(
            "FrozenLake-v1 has no state to render before the first reset: call Reset first.",
            Assert.Throws<GymException>(() => env.Render(new byte[196_608])).Message);
        env.Reset(1, _observation);
        Assert.Equal("A frame of FrozenLake-v1 has 196608 bytes, but the buffer has 100.", Assert.Throws<GymException>(() => env.Render(new byte[100])).Message);
    }

    [Fact]
    public void A_png_reads_back_pixel_for_pixel_with_valid_checksums()
    {
        using var env = Make("FrozenLake-v1", null);
        var frame = Frame(env, 1);
        using var stream = new MemoryStream();
        PngWriter.Write(stream, frame, 256, 256);
        var (width, height, rgb) = ReadPng(stream.ToArray());
        Assert.Equal((256, 256), (width, height));
        Assert.Equal(frame, rgb);
    }

    [Fact]
    public void Shapes_cover_the_area_they_should()
    {
        Assert.Equal(Math.PI * 20 * 20, Area(c => c.Circle(new Vector2(32.3f, 31.8f), 20, Rgb.White)), tolerance: 8.0);
        Assert.Equal(Math.PI * 25 * 10, Area(c => c.Ellipse(new Vector2(32, 32), new Vector2(25, 10), Rgb.White)), tolerance: 16.0);
        Assert.Equal(20.5 * 30, Area(c => c.Rectangle(new Vector2(10.25f, 10), new Vector2(30.75f, 40), 0, Rgb.White)), tolerance: 4.0);
        Assert.Equal(0.5 * 40 * 30, Area(c => c.Polygon([new(10, 10), new(50, 10), new(10, 40)], Rgb.White)), tolerance: 6.0);
        Assert.Equal((40 * 4) + (Math.PI * 4), Area(c => c.Line(new Vector2(10, 30), new Vector2(50, 30), 4, Rgb.White)), tolerance: 6.0);
    }

    [Fact]
    public void Shapes_outside_the_picture_are_cut_off()
    {
        Area(c => c.Circle(new Vector2(-5, 70), 30, Rgb.White));
        Area(c => c.Polygon([new(-100, -100), new(200, -50), new(30, 300)], Rgb.White));
        Area(c => c.Line(new Vector2(-10, -10), new Vector2(100, 100), 5, Rgb.White));
    }

    private readonly byte[] _action = new byte[8];
    private readonly byte[] _observation = new byte[8];

    private delegate void Draw(Canvas canvas);

    private static double Area(Draw draw)
    {
        var rgb = new byte[64 * 64 * 3];
        draw(new Canvas(rgb, 64, 64));
        return rgb.Sum(b => b / 255.0) / 3;
    }

    private static IEnv Make(string id, string? desc) => EnvRegistry.Default.Make(id, desc is null ? null : new Dictionary<string, JsonElement>
    {
        ["desc"] = JsonSerializer.SerializeToElement(desc),
        ["is_slippery"] = JsonSerializer.SerializeToElement(false),
    });

    private byte[] Frame(IEnv env, ulong seed)
    {
        env.Reset(seed, _observation);
        var frame = new byte[env.FrameSize.Bytes];
        env.Render(frame);
        return frame;
    }

    private static byte[] Tile(byte[] frame, int row, int column) =>
        [.. Enumerable.Range(row * 64, 64).SelectMany(y => frame.Skip(((y * 256) + (column * 64)) * 3).Take(64 * 3))];

    // Independent of the writer: reads chunks, checks each CRC bit by bit, inflates and undoes the filters.
    private static (int Width, int Height, byte[] Rgb) ReadPng(byte[] png)
    {
        Assert.Equal([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], png[..8]);
        var (width, height, data) = (0, 0, new MemoryStream());
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var type = Encoding.ASCII.GetString(png, at + 4, 4);
            Assert.Equal(Crc(png.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            if (type == "IHDR")
            {
                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at + 8)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at + 12)));
                Assert.Equal([8, 2, 0, 0, 0], png[(at + 16)..(at + 21)]);
            }
            else if (type == "IDAT")
            {
                data.Write(png, at + 8, length);
            }

            at += length + 12;
        }

        data.Position = 0;
        using var zlib = new ZLibStream(data, CompressionMode.Decompress);
        using var raw = new MemoryStream();
        zlib.CopyTo(raw);
        var lines = raw.ToArray();
        var stride = width * 3;
        Assert.Equal((stride + 1) * height, lines.Length);
        var rgb = new byte[stride * height];
        for (var y = 0; y < height; y++)
        {
            var filter = lines[y * (stride + 1)];
            for (var i = 0; i < stride; i++)
            {
                var above = filter == 2 && y > 0 ? rgb[((y - 1) * stride) + i] : 0;
                rgb[(y * stride) + i] = (byte)(lines[(y * (stride + 1)) + 1 + i] + above);
            }
        }

        return (width, height, rgb);
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data)
        {
            crc ^= b;
            for (var k = 0; k < 8; k++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xedb88320);
            }
        }

        return ~crc;
    }
}
