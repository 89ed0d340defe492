using System.Numerics;

namespace Palestra.Gym.Rendering;

/// <summary>
/// A small software rasteriser over the caller's RGB buffer (row-major, 3 bytes a pixel). Shapes are anti-aliased;
/// coordinates are pixels, (0, 0) the upper left corner of the picture, pixel centres at halves; what lies outside is cut
/// off. <c>alpha</c> is opacity, 0 to 1. Allocates nothing. Shapes go row by row: they look closely at the pixels of their
/// edge only and fill what lies between as one run, so a large shape costs little more than its outline.
/// </summary>
public readonly ref partial struct Canvas
{
    private readonly Span<byte> _rgb;

    /// <exception cref="GymException">The buffer is too small.</exception>
    public Canvas(Span<byte> rgb, int width, int height)
    {
        if (width < 1 || height < 1 || rgb.Length < (long)width * height * 3)
        {
            throw new GymException($"A picture of {width}x{height} needs {(long)width * height * 3} bytes, but the buffer has {rgb.Length}.");
        }

        _rgb = rgb;
        (Width, Height) = (width, height);
    }

    public int Width { get; }

    public int Height { get; }

    public Rgb this[int x, int y]
    {
        get
        {
            var at = Offset(x, y);
            return new Rgb(_rgb[at], _rgb[at + 1], _rgb[at + 2]);
        }

        set
        {
            var at = Offset(x, y);
            (_rgb[at], _rgb[at + 1], _rgb[at + 2]) = (value.R, value.G, value.B);
        }
    }

    public void Clear(Rgb colour) => Pixels.Fill(_rgb[..(Width * Height * 3)], colour);

    /// <summary>Mixes a colour into one pixel; outside the picture nothing happens.</summary>
    public void Blend(int x, int y, Rgb colour, float alpha)
    {
        if ((uint)x < (uint)Width && (uint)y < (uint)Height)
        {
            Pixels.MixOne(_rgb.Slice(Offset(x, y), 3), colour, Weight(alpha));
        }
    }

    /// <summary>Copies an opaque picture (row-major, 3 bytes a pixel) with its upper left corner at (<paramref name="x"/>, <paramref name="y"/>).</summary>
    /// <exception cref="GymException">The picture is not of that size.</exception>
    public void Blit(ReadOnlySpan<byte> picture, int width, int height, int x, int y)
    {
        if (width < 1 || height < 1 || picture.Length != (long)width * height * 3)
        {
            throw new GymException($"A picture of {width}x{height} has {(long)width * height * 3} bytes, not {picture.Length}.");
        }

        var (left, right) = (Math.Max(0, -x), Math.Min(width, Width - x));
        for (var row = Math.Max(0, -y); row < Math.Min(height, Height - y) && left < right; row++)
        {
            picture.Slice(((row * width) + left) * 3, (right - left) * 3).CopyTo(_rgb[Offset(x + left, y + row)..]);
        }
    }

    // The pixels x0 … x1 - 1 of a row, all covered alike.
    private void Run(int y, int x0, int x1, Rgb colour, float alpha)
    {
        if (x0 < x1)
        {
            Pixels.Mix(_rgb.Slice(Offset(x0, y), (x1 - x0) * 3), colour, Weight(alpha));
        }
    }

    private static int Weight(float alpha) => (int)((Math.Clamp(alpha, 0, 1) * 256) + 0.5f);

    // How much of a pixel a shape covers whose edge is this far from its centre (negative: inside).
    private static float Coverage(float distance) => Math.Clamp(0.5f - distance, 0, 1);

    private static Vector2 Centre(int x, int y) => new(x + 0.5f, y + 0.5f);

    private (int X0, int Y0, int X1, int Y1) Around(Vector2 low, Vector2 high) => (
        Math.Clamp((int)MathF.Floor(low.X - 1), 0, Width), Math.Clamp((int)MathF.Floor(low.Y - 1), 0, Height),
        Math.Clamp((int)MathF.Ceiling(high.X + 1), 0, Width), Math.Clamp((int)MathF.Ceiling(high.Y + 1), 0, Height));

    // The pixels of a row whose centres lie between two places.
    private (int X0, int X1) Between(float low, float high) => (
        Math.Clamp((int)MathF.Ceiling(low - 0.5f), 0, Width), Math.Clamp((int)MathF.Floor(high - 0.5f) + 1, 0, Width));

    private int Offset(int x, int y) => ((y * Width) + x) * 3;
}
