using System.Numerics;

namespace Palestra.Gym.Rendering;

/// <content>Polygons: four sub-rows a pixel row, exact coverage along each.</content>
public readonly ref partial struct Canvas
{
    /// <summary>Most corners of a polygon.</summary>
    [NotTunable("Bounds a buffer on the stack; what we draw has far fewer corners.")]
    public const int MaxCorners = 64;

    [NotTunable("Sampling of the rasteriser: another number is another picture, and pictures are golden.")]
    private const int SubRows = 4;
    [NotTunable("A piece of a row on the stack; every value draws the same picture.")]
    private const int SpanPixels = 512;

    /// <summary>A filled polygon, even-odd rule; up to <see cref="MaxCorners"/> corners.</summary>
    public void Polygon(ReadOnlySpan<Vector2> corners, Rgb colour, float alpha = 1)
    {
        if (corners.Length is < 3 or > MaxCorners)
        {
            throw new GymException($"A polygon of {corners.Length} corners cannot be drawn: 3 to {MaxCorners}.");
        }

        var (low, high) = (corners[0], corners[0]);
        foreach (var corner in corners)
        {
            (low, high) = (Vector2.Min(low, corner), Vector2.Max(high, corner));
        }

        var (x0, y0, x1, y1) = Around(low, high);
        Span<float> coverage = stackalloc float[SpanPixels];
        for (var left = x0; left < x1; left += SpanPixels)
        {
            var right = Math.Min(x1, left + SpanPixels);
            for (var y = y0; y < y1; y++)
            {
                coverage.Clear();
                for (var sub = 0; sub < SubRows; sub++)
                {
                    AddCrossings(corners, y + ((sub + 0.5f) / SubRows), left, right, coverage);
                }

                for (var x = left; x < right; x++)
                {
                    Blend(x, y, colour, alpha * coverage[x - left] / SubRows);
                }
            }
        }
    }

    private static void AddCrossings(ReadOnlySpan<Vector2> corners, float y, int left, int right, Span<float> coverage)
    {
        Span<float> crossings = stackalloc float[MaxCorners];
        var count = 0;
        var previous = corners[^1];
        foreach (var corner in corners)
        {
            if ((previous.Y <= y) != (corner.Y <= y))
            {
                crossings[count++] = previous.X + ((y - previous.Y) / (corner.Y - previous.Y) * (corner.X - previous.X));
            }

            previous = corner;
        }

        crossings[..count].Sort();
        for (var i = 0; i + 1 < count; i += 2)
        {
            var (from, to) = (Math.Max(crossings[i], left), Math.Min(crossings[i + 1], right));
            for (var x = (int)from; x < to; x++)
            {
                coverage[x - left] += Math.Min(to, x + 1) - Math.Max(from, x);
            }
        }
    }
}
