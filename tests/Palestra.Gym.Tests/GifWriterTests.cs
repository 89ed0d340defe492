using Palestra.Gym.Rendering;

namespace Palestra.Gym.Tests;

public sealed class GifWriterTests
{
    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(2, 37, 23, 5)]
    [InlineData(3, 64, 64, 12)]
    [InlineData(5, 100, 60, 4)]
    [InlineData(17, 200, 100, 6)]
    [InlineData(128, 90, 90, 6)]
    [InlineData(255, 120, 120, 6)]
    [InlineData(256, 120, 120, 6)]
    public void Frames_of_up_to_256_colours_read_back_pixel_for_pixel(int colours, int width, int height, int count)
    {
        var random = new NumpyRandom((ulong)(colours * 1009));
        var frames = new List<byte[]>();
        for (var i = 0; i < count; i++)
        {
            // Each frame has colours of its own: in some everything changes, in some a corner, in some nothing.
            var frame = frames.Count > 0 ? (byte[])frames[^1].Clone() : new byte[width * height * 3];
            var rows = (i % 3) switch { 0 => height, 1 => Math.Max(1, height / 4), _ => 0 };
            var palette = i % 3 == 0 ? Enumerable.Range(0, colours).Select(_ => (int)random.Integers(0, 1 << 24)).ToArray() : Colours(frame);
            for (var pixel = 0; pixel < rows * width; pixel++)
            {
                // Runs and noise: both make long and short strings for the compression.
                var colour = palette[random.Integers(0, 4) == 0 ? (int)random.Integers(0, palette.Length) : pixel / 7 % palette.Length];
                (frame[3 * pixel], frame[(3 * pixel) + 1], frame[(3 * pixel) + 2]) = ((byte)(colour >> 16), (byte)(colour >> 8), (byte)colour);
            }

            frames.Add(frame);
        }

        var gif = new GifReader(Write(frames, width, height, 10));
        Assert.Equal((width, height), (gif.Width, gif.Height));
        Assert.True(gif.RepeatsForEver);
        Assert.Equal(frames.Count, gif.Frames.Count);
        for (var i = 0; i < count; i++)
        {
            Assert.True(frames[i].AsSpan().SequenceEqual(gif.Frames[i]), $"frame {i} of {colours} colours");
        }
    }

    [Fact]
    public void Noise_that_fills_the_code_table_many_times_reads_back()
    {
        var random = new NumpyRandom(4);
        var frame = Enumerable.Range(0, 300 * 300).SelectMany(_ =>
        {
            var grey = (byte)random.Integers(0, 256);
            return new[] { grey, grey, grey };
        }).ToArray();
        Assert.Equal(frame, Assert.Single(new GifReader(Write([frame], 300, 300, 10)).Frames));
    }

    [Fact]
    public void More_than_256_colours_are_replaced_by_close_ones()
    {
        var frame = new byte[128 * 128 * 3];
        for (var i = 0; i < 128 * 128; i++)
        {
            (frame[3 * i], frame[(3 * i) + 1], frame[(3 * i) + 2]) = ((byte)(i % 128), (byte)(100 + (i / 128)), 200);
        }

        var shown = Assert.Single(new GifReader(Write([frame], 128, 128, 10)).Frames);
        var errors = frame.Zip(shown, (a, b) => Math.Abs(a - b)).ToArray();
        Assert.InRange(errors.Max(), 1, 8);
        Assert.InRange(errors.Average(), 0.1, 1.6);
        Assert.InRange(Colours(shown).Length, 200, 255);
    }

    [Fact]
    public void Only_what_changed_is_written()
    {
        using var env = EnvRegistry.Default.Make<long, long>("FrozenLake-v1");
        var (frames, actions) = (new List<byte[]>(), new NumpyRandom(3));
        env.Reset(3);
        for (var i = 0; i < 30; i++)
        {
            var frame = new byte[env.Untyped.FrameSize.Bytes];
            env.Render(frame);
            frames.Add(frame);
            if (env.Step(actions.Integers(0, 4)).Done)
            {
                env.Reset();
            }
        }

        var bytes = Write(frames, 256, 256, 4);
        var gif = new GifReader(bytes);
        Assert.Equal(30, gif.Frames.Count);
        Assert.Equal(256 * 256, gif.Written[0]);
        for (var i = 1; i < 30; i++)
        {
            Assert.InRange(gif.Written[i], 1, 256 * 256);
            Assert.True(frames[i].AsSpan().SequenceEqual(frames[i - 1]) == (gif.Written[i] == 1), $"frame {i}");
        }

        Assert.InRange(gif.Frames[29].Zip(frames[29], (a, b) => Math.Abs(a - b)).Average(), 0, 1.5);
        Assert.InRange(bytes.Length, 0, 20 * Write([frames[0]], 256, 256, 4).Length);
    }

    [Theory]
    [InlineData(4, 25)]
    [InlineData(50, 2)]
    [InlineData(0.5, 200)]
    public void Frames_last_as_long_as_the_rate_says(double fps, int delay) =>
        Assert.All(new GifReader(Write([new byte[3], new byte[3], new byte[3]], 1, 1, fps)).Delays, d => Assert.Equal(delay, d));

    [Fact]
    public void A_rate_that_hundredths_of_a_second_cannot_give_holds_over_many_frames()
    {
        var delays = new GifReader(Write([.. Enumerable.Repeat(new byte[3], 60)], 1, 1, 30)).Delays;
        Assert.Equal(200, delays.Sum());
        Assert.All(delays, d => Assert.InRange(d, 3, 4));
    }

    [Fact]
    public void Equal_frames_give_equal_files()
    {
        var random = new NumpyRandom(9);
        var frames = Enumerable.Range(0, 4).Select(_ => GoldenFile.Draw(40 * 40 * 3, () => (byte)random.Integers(0, 256))).ToList();
        Assert.Equal(Write(frames, 40, 40, 5), Write(frames, 40, 40, 5));
    }

    [Fact]
    public void What_a_gif_cannot_be_is_refused()
    {
        Assert.Equal("A GIF of 60 frames per second is not possible: 0.01 to 50.", Refusal(() => Write([new byte[75]], 5, 5, 60)));
        Assert.Equal("A GIF of NaN frames per second is not possible: 0.01 to 50.", Refusal(() => Write([new byte[75]], 5, 5, double.NaN)));
        Assert.Equal("A GIF of 0x5 is not possible: 1 to 65535 pixels a side.", Refusal(() => Write([[]], 0, 5, 4)));
        Assert.Equal("A picture of 5x5 has 75 bytes, not 74.", Refusal(() => Write([new byte[74]], 5, 5, 4)));
        Assert.Equal("A GIF without frames is not possible: add at least one.", Refusal(() => Write([], 5, 5, 4)));

        static string Refusal(Action action) => Assert.Throws<GymException>(action).Message;
    }

    private static byte[] Write(List<byte[]> frames, int width, int height, double fps)
    {
        using var stream = new MemoryStream();
        var gif = new GifWriter(stream, width, height, fps);
        foreach (var frame in frames)
        {
            gif.Add(frame);
        }

        Assert.Equal(frames.Count, gif.Frames);
        gif.Complete();
        return stream.ToArray();
    }

    private static int[] Colours(byte[] rgb) =>
        [.. rgb.Chunk(3).Select(p => (p[0] << 16) | (p[1] << 8) | p[2]).Distinct()];
}
