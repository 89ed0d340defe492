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

    /// <summary>A filled polygon, even-odd rule; up to <see cref="MaxCorners"/> corners.</summary>
    public void Polygon(ReadOnlySpan<Vector2> corners, Rgb colour, float alpha = 1)
    {
        if (corners.Length is < 3 or > MaxCorners)
        {
            throw new GymException($"A polygon of {corners.Length} corners cannot be drawn: 3 to {MaxCorners}.");
        }

        Span<Edge> edges = stackalloc Edge[MaxCorners];
        var (low, high) = (corners[0], corners[0]);
        var previous = corners[^1];
        for (var i = 0; i < corners.Length; i++)
        {
            (low, high) = (Vector2.Min(low, corners[i]), Vector2.Max(high, corners[i]));
            edges[i] = new Edge(previous, corners[i]);
            previous = corners[i];
        }

        edges = edges[..corners.Length];
        var (x0, y0, x1, y1) = Around(low, high);
        Span<float> changes = stackalloc float[PiecePixels + 2];
        for (var left = x0; left < x1; left += PiecePixels)
        {
            var length = Math.Min(x1 - left, PiecePixels);
            for (var y = y0; y < y1; y++)
            {
                changes[..(length + 2)].Clear();
                AddRow(edges, y, left, length, changes);
                EmitChanges(changes[..length], left, y, colour, alpha / SubRows);
            }
        }
    }

    // Notes where coverage changes, a pixel to its left neighbour: summed up from the left it is four sub-rows' coverage.
    private static void AddRow(ReadOnlySpan<Edge> edges, int y, int left, int length, Span<float> changes)
    {
        Span<Edge> here = stackalloc Edge[MaxCorners];
        var active = 0;
        foreach (ref readonly var edge in edges)
        {
            if (edge.Top < y + 1 && edge.Bottom > y)
            {
                here[active++] = edge;
            }
        }

        Span<float> crossings = stackalloc float[MaxCorners];
        for (var sub = 0; sub < SubRows && active > 0; sub++)
        {
            var middle = y + ((sub + 0.5f) / SubRows);
            var count = 0;
            foreach (ref readonly var edge in here[..active])
            {
                if (edge.Top <= middle && middle < edge.Bottom)
                {
                    Insert(crossings, count++, Math.Clamp(edge.X + ((middle - edge.Top) * edge.Slope) - left, 0, length));
                }
            }

            for (var i = 0; i + 1 < count; i += 2)
            {
                Change(changes, crossings[i], 1);
                Change(changes, crossings[i + 1], -1);
            }
        }
    }

    private static void Change(Span<float> changes, float x, float by)
    {
        var pixel = (int)x;
        var part = (x - pixel) * by;
        changes[pixel] += by - part;
        changes[pixel + 1] += part;
    }

    private static void Insert(Span<float> sorted, int count, float value)
    {
        for (; count > 0 && sorted[count - 1] > value; count--)
        {
            sorted[count] = sorted[count - 1];
        }

        sorted[count] = value;
    }

    private void EmitChanges(ReadOnlySpan<float> changes, int left, int y, Rgb colour, float alpha)
    {
        var sum = 0f;
        for (var x = 0; x < changes.Length;)
        {
            sum += changes[x];
            var length = changes[(x + 1)..].IndexOfAnyExcept(0) + 1;
            length = length == 0 ? changes.Length - x : length;
            Run(y, left + x, left + x + length, colour, alpha * sum);
            x += length;
        }
    }

    /// <summary>One side, from its upper end down.</summary>
    private readonly struct Edge(Vector2 a, Vector2 b)
    {
        public readonly float Top = Math.Min(a.Y, b.Y);
        public readonly float Bottom = Math.Max(a.Y, b.Y);
        public readonly float X = a.Y <= b.Y ? a.X : b.X;
        public readonly float Slope = a.Y == b.Y ? 0 : (b.X - a.X) / (b.Y - a.Y);
    }
}
