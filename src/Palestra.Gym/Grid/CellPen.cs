using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.Grid;

/// <summary>
/// A canvas of one cell in fractions of it, turned about the middle by quarter turns: what is drawn as if looking right
/// comes out looking where <paramref name="heading"/> says.
/// </summary>
internal readonly ref struct CellPen(Canvas canvas, Heading heading = Heading.Right)
{
    private readonly Canvas _canvas = canvas;

    public void Circle(float x, float y, float radius, Rgb colour, float alpha = 1) => Ellipse(x, y, radius, radius, colour, alpha);

    public void Ellipse(float x, float y, float rx, float ry, Rgb colour, float alpha = 1) =>
        _canvas.Ellipse(At(x, y), Turned(rx, ry) * Scale, colour, alpha);

    public void Outline(float x, float y, float radius, float width, Rgb colour, float alpha = 1) =>
        _canvas.EllipseOutline(At(x, y), new Vector2(radius) * Scale, width * _canvas.Width, colour, alpha);

    public void Line(float x0, float y0, float x1, float y1, float width, Rgb colour, float alpha = 1) =>
        _canvas.Line(At(x0, y0), At(x1, y1), width * _canvas.Width, colour, alpha);

    public void Rectangle(float x0, float y0, float x1, float y1, float radius, Rgb colour, float alpha = 1)
    {
        var (a, b) = (At(x0, y0), At(x1, y1));
        _canvas.Rectangle(Vector2.Min(a, b), Vector2.Max(a, b), radius * _canvas.Width, colour, alpha);
    }

    public void Polygon(ReadOnlySpan<(float X, float Y)> corners, Rgb colour, float alpha = 1)
    {
        Span<Vector2> points = stackalloc Vector2[corners.Length];
        for (var i = 0; i < corners.Length; i++)
        {
            points[i] = At(corners[i].X, corners[i].Y);
        }

        _canvas.Polygon(points, colour, alpha);
    }

    private Vector2 Scale => new(_canvas.Width, _canvas.Height);

    private Vector2 Turned(float x, float y) => ((int)heading & 1) == 0 ? new Vector2(x, y) : new Vector2(y, x);

    private Vector2 At(float x, float y) => Scale * heading switch
    {
        Heading.Down => new Vector2(1 - y, x),
        Heading.Left => new Vector2(1 - x, 1 - y),
        Heading.Up => new Vector2(y, 1 - x),
        _ => new Vector2(x, y),
    };
}
