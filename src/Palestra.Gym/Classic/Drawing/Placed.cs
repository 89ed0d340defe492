using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.Classic;

/// <summary>
/// A part that is moved and turned: its own coordinates (pixels, x to the right, y upward, before turning) become the
/// picture's. Turning is counter-clockwise as a person sees it.
/// </summary>
internal readonly struct Placed(Vector2 origin, float angle)
{
    private readonly Vector2 _along = new(MathF.Cos(angle), -MathF.Sin(angle));

    /// <summary>The place of a point of the part.</summary>
    public Vector2 this[float x, float y] => origin + (x * _along) + (y * new Vector2(_along.Y, -_along.X));

    /// <summary>A polygon given by its corners in the part's own coordinates.</summary>
    public void Polygon(Canvas canvas, ReadOnlySpan<Vector2> corners, Rgb colour, float alpha = 1)
    {
        Span<Vector2> placed = stackalloc Vector2[corners.Length];
        for (var i = 0; i < corners.Length; i++)
        {
            placed[i] = this[corners[i].X, corners[i].Y];
        }

        canvas.Polygon(placed, colour, alpha);
    }

    /// <summary>A rectangle given by two opposite corners.</summary>
    public void Rectangle(Canvas canvas, float left, float bottom, float right, float top, Rgb colour, float alpha = 1) =>
        Polygon(canvas, [new(left, bottom), new(left, top), new(right, top), new(right, bottom)], colour, alpha);
}
