using System.Numerics;

namespace Palestra.Gym.Rendering;

/// <summary>A canvas in fractions of a tile, mirrored left to right for a figure that looks the other way.</summary>
internal readonly ref struct Pen(Canvas canvas, Tile tile, bool mirrored = false)
{
    private readonly Canvas _canvas = canvas;

    public void Ellipse(float x, float y, float rx, float ry, Rgb colour, float alpha = 1) =>
        _canvas.Ellipse(At(x, y), tile.Size * new Vector2(rx, ry), colour, alpha);

    public void Outline(float x, float y, float rx, float ry, float width, Rgb colour, float alpha) =>
        _canvas.EllipseOutline(At(x, y), tile.Size * new Vector2(rx, ry), tile.Length(width), colour, alpha);

    public void Line(float x0, float y0, float x1, float y1, float width, Rgb colour, float alpha = 1) =>
        _canvas.Line(At(x0, y0), At(x1, y1), tile.Length(width), colour, alpha);

    public void Box(float x0, float y0, float x1, float y1, float radius, Rgb colour, float alpha = 1)
    {
        var (a, b) = (At(x0, y0), At(x1, y1));
        _canvas.Rectangle(Vector2.Min(a, b), Vector2.Max(a, b), tile.Length(radius), colour, alpha);
    }

    public void Triangle(float x0, float y0, float x1, float y1, float x2, float y2, Rgb colour, float alpha = 1) =>
        _canvas.Polygon([At(x0, y0), At(x1, y1), At(x2, y2)], colour, alpha);

    /// <summary>A filled polygon; corners in fractions of the tile, at most <see cref="Canvas.MaxCorners"/>.</summary>
    public void Polygon(ReadOnlySpan<Vector2> corners, Rgb colour, float alpha = 1)
    {
        Span<Vector2> pixels = stackalloc Vector2[corners.Length];
        for (var i = 0; i < corners.Length; i++)
        {
            pixels[i] = At(corners[i].X, corners[i].Y);
        }

        _canvas.Polygon(pixels, colour, alpha);
    }

    private Vector2 At(float x, float y) => tile[mirrored ? 1 - x : x, y];
}
