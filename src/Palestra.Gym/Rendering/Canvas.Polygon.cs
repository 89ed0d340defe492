using System.Numerics;
using System.Runtime.CompilerServices;

namespace Palestra.Gym.Rendering;

/// <content>Polygons: four sub-rows a pixel row, exact coverage along each.</content>
public readonly ref partial struct Canvas
{
    /// <summary>Most corners of a polygon.</summary>
    [NotTunable("Bounds a buffer on the stack; what we draw has far fewer corners.")]
    public const int MaxCorners = 64;

    [NotTunable("Sampling of the rasteriser: another number is another picture, and pictures are golden.")]
    private const int SubRows = 4;

    // Coverage is counted in whole numbers, so that what adds up to a full pixel is one: parts of a pixel of a sub-row.
    private const int PartBits = 12;
    private const int Parts = 1 << PartBits;

    /// <summary>A filled polygon, even-odd rule; up to <see cref="MaxCorners"/> corners.</summary>
    [SkipLocalsInit]
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
        Span<int> changes = stackalloc int[PiecePixels + 2];
        for (var left = x0; left < x1; left += PiecePixels)
        {
            var length = Math.Min(x1 - left, PiecePixels);
            for (var y = y0; y < y1; y++)
            {
                changes[..(length + 2)].Clear();
                AddRow(edges, y, left, length, changes);
                EmitChanges(changes[..length], left, y, colour, alpha / (SubRows * Parts));
            }
        }
    }

    // Notes where coverage changes, a pixel to its left neighbour: summed up from the left it is four sub-rows' coverage.
    [SkipLocalsInit]
    private static void AddRow(ReadOnlySpan<Edge> edges, int y, int left, int length, Span<int> changes)
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

        Span<int> crossings = stackalloc int[MaxCorners];
        for (var sub = 0; sub < SubRows && active > 0; sub++)
        {
            var middle = y + ((sub + 0.5f) / SubRows);
            var count = 0;
            foreach (ref readonly var edge in here[..active])
            {
                if (edge.Top <= middle && middle < edge.Bottom)
                {
                    var x = edge.X + ((middle - edge.Top) * edge.Slope) - left;
                    Insert(crossings, count++, (int)(Math.Clamp(x, 0, length) * Parts));
                }
            }

            for (var i = 0; i + 1 < count; i += 2)
            {
                Change(changes, crossings[i], 1);
                Change(changes, crossings[i + 1], -1);
            }
        }
    }

    private static void Change(Span<int> changes, int x, int sign)
    {
        var (pixel, part) = (x >> PartBits, x & (Parts - 1));
        changes[pixel] += sign * (Parts - part);
        changes[pixel + 1] += sign * part;
    }

    private static void Insert(Span<int> sorted, int count, int value)
    {
        for (; count > 0 && sorted[count - 1] > value; count--)
        {
            sorted[count] = sorted[count - 1];
        }

        sorted[count] = value;
    }

    private void EmitChanges(ReadOnlySpan<int> changes, int left, int y, Rgb colour, float alpha)
    {
        var sum = 0;
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
