using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.Classic;

/// <summary>What backgrounds and parts of several drawings have in common. Allocates nothing.</summary>
internal static class Scenery
{
    private const int ArcPieces = 24;

    /// <summary>Rows from one to another, changing from a colour at the top to one at the bottom.</summary>
    public static void Gradient(Canvas canvas, int top, int bottom, Rgb above, Rgb below)
    {
        for (var y = top; y < bottom; y++)
        {
            var colour = above.Towards(below, (y - top + 0.5) / (bottom - top));
            for (var x = 0; x < canvas.Width; x++)
            {
                canvas[x, y] = colour;
            }
        }
    }

    /// <summary>
    /// A bent arrow about a centre: from one angle over <paramref name="sweep"/> radians (counter-clockwise positive, 0 to the
    /// right), with its head at the end.
    /// </summary>
    public static void BentArrow(Canvas canvas, Vector2 centre, float radius, float width, float from, float sweep, Rgb colour, float alpha)
    {
        Span<Vector2> band = stackalloc Vector2[(ArcPieces + 1) * 2];
        for (var i = 0; i <= ArcPieces; i++)
        {
            var angle = from + (sweep * i / ArcPieces);
            // Slender where it starts.
            var half = width * (0.15f + (0.35f * i / ArcPieces));
            band[i] = At(radius + half, angle);
            band[^(i + 1)] = At(radius - half, angle);
        }

        canvas.Polygon(band, colour, alpha);
        var end = from + sweep;
        var tip = end + (MathF.CopySign(1.9f, sweep) * width / radius);
        canvas.Polygon([At(radius + (1.25f * width), end), At(radius, tip), At(radius - (1.25f * width), end)], colour, alpha);

        Vector2 At(float distance, float angle) => centre + (distance * new Vector2(MathF.Cos(angle), -MathF.Sin(angle)));
    }
}
