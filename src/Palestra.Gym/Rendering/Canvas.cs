using System.Numerics;

namespace Palestra.Gym.Rendering;

/// <summary>
/// A small software rasteriser over the caller's RGB buffer (row-major, 3 bytes a pixel). Shapes are anti-aliased;
/// coordinates are pixels, (0, 0) the upper left corner of the picture, pixel centres at halves; what lies outside is cut
/// off. <c>alpha</c> is opacity, 0 to 1. Allocates nothing.
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

    public void Clear(Rgb colour)
    {
        for (var at = 0; at < Width * Height * 3; at += 3)
        {
            (_rgb[at], _rgb[at + 1], _rgb[at + 2]) = (colour.R, colour.G, colour.B);
        }
    }

    /// <summary>Mixes a colour into one pixel; outside the picture nothing happens.</summary>
    public void Blend(int x, int y, Rgb colour, float alpha)
    {
        if ((uint)x >= (uint)Width || (uint)y >= (uint)Height || alpha <= 0)
        {
            return;
        }

        var at = Offset(x, y);
        var weight = (int)((Math.Min(alpha, 1) * 256) + 0.5f);
        _rgb[at] = (byte)(_rgb[at] + (((colour.R - _rgb[at]) * weight) >> 8));
        _rgb[at + 1] = (byte)(_rgb[at + 1] + (((colour.G - _rgb[at + 1]) * weight) >> 8));
        _rgb[at + 2] = (byte)(_rgb[at + 2] + (((colour.B - _rgb[at + 2]) * weight) >> 8));
    }

    public void Circle(Vector2 centre, float radius, Rgb colour, float alpha = 1) =>
        Ellipse(centre, new Vector2(radius), colour, alpha);

    /// <summary>A filled ellipse with axes along the picture's.</summary>
    public void Ellipse(Vector2 centre, Vector2 radii, Rgb colour, float alpha = 1)
    {
        var (x0, y0, x1, y1) = Around(centre - radii, centre + radii);
        for (var y = y0; y < y1; y++)
        {
            for (var x = x0; x < x1; x++)
            {
                Blend(x, y, colour, alpha * Coverage(EllipseDistance(Centre(x, y) - centre, radii)));
            }
        }
    }

    /// <summary>The outline of an ellipse.</summary>
    public void EllipseOutline(Vector2 centre, Vector2 radii, float width, Rgb colour, float alpha = 1)
    {
        var (x0, y0, x1, y1) = Around(centre - radii - new Vector2(width), centre + radii + new Vector2(width));
        for (var y = y0; y < y1; y++)
        {
            for (var x = x0; x < x1; x++)
            {
                var distance = Math.Abs(EllipseDistance(Centre(x, y) - centre, radii)) - (width / 2);
                Blend(x, y, colour, alpha * Coverage(distance));
            }
        }
    }

    /// <summary>A circle of light that fades to nothing at its radius.</summary>
    public void Glow(Vector2 centre, float radius, Rgb colour, float alpha)
    {
        var (x0, y0, x1, y1) = Around(centre - new Vector2(radius), centre + new Vector2(radius));
        for (var y = y0; y < y1; y++)
        {
            for (var x = x0; x < x1; x++)
            {
                var near = 1 - (Vector2.Distance(Centre(x, y), centre) / radius);
                Blend(x, y, colour, near <= 0 ? 0 : alpha * near * near);
            }
        }
    }

    /// <summary>A straight line with round ends.</summary>
    public void Line(Vector2 from, Vector2 to, float width, Rgb colour, float alpha = 1)
    {
        var half = new Vector2(width / 2);
        var (x0, y0, x1, y1) = Around(Vector2.Min(from, to) - half, Vector2.Max(from, to) + half);
        var along = to - from;
        var scale = along.LengthSquared() > 0 ? 1 / along.LengthSquared() : 0;
        for (var y = y0; y < y1; y++)
        {
            for (var x = x0; x < x1; x++)
            {
                var point = Centre(x, y) - from;
                var t = Math.Clamp(Vector2.Dot(point, along) * scale, 0, 1);
                var distance = (point - (along * t)).Length() - (width / 2);

                // A line thinner than a pixel covers part of it everywhere.
                Blend(x, y, colour, alpha * Coverage(distance) * Math.Min(1, width));
            }
        }
    }

    /// <summary>A filled rectangle with rounded corners; radius 0 gives sharp ones.</summary>
    public void Rectangle(Vector2 from, Vector2 to, float radius, Rgb colour, float alpha = 1)
    {
        var (x0, y0, x1, y1) = Around(from, to);
        var centre = (from + to) / 2;
        var half = ((to - from) / 2) - new Vector2(radius);
        for (var y = y0; y < y1; y++)
        {
            for (var x = x0; x < x1; x++)
            {
                var q = Vector2.Abs(Centre(x, y) - centre) - half;
                var outside = Vector2.Max(q, Vector2.Zero).Length();
                var distance = outside + Math.Min(Math.Max(q.X, q.Y), 0) - radius;
                Blend(x, y, colour, alpha * Coverage(distance));
            }
        }
    }

    // How much of a pixel a shape covers whose edge is this far from its centre (negative: inside).
    private static float Coverage(float distance) => Math.Clamp(0.5f - distance, 0, 1);

    private static float EllipseDistance(Vector2 point, Vector2 radii)
    {
        var scaled = point / radii;
        var f = scaled.Length();
        var gradient = (scaled / radii).Length();
        return gradient > 0 ? f * (f - 1) / gradient : -Math.Min(radii.X, radii.Y);
    }

    private static Vector2 Centre(int x, int y) => new(x + 0.5f, y + 0.5f);

    private (int X0, int Y0, int X1, int Y1) Around(Vector2 low, Vector2 high) => (
        Math.Clamp((int)MathF.Floor(low.X - 1), 0, Width), Math.Clamp((int)MathF.Floor(low.Y - 1), 0, Height),
        Math.Clamp((int)MathF.Ceiling(high.X + 1), 0, Width), Math.Clamp((int)MathF.Ceiling(high.Y + 1), 0, Height));

    private int Offset(int x, int y) => ((y * Width) + x) * 3;
}
