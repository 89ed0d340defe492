using System.Numerics;
using System.Runtime.CompilerServices;

namespace Palestra.Gym.Rendering;

/// <content>Lines: all points within half a width of a segment.</content>
public readonly ref partial struct Canvas
{
    [NotTunable("A piece of a row on the stack; every value draws the same picture.")]
    private const int PiecePixels = 512;

    /// <summary>A straight line with round ends.</summary>
    public void Line(Vector2 from, Vector2 to, float width, Rgb colour, float alpha = 1)
    {
        var segment = new Segment(from, to);
        var half = width / 2;
        var (_, y0, _, y1) = Around(Vector2.Min(from, to) - new Vector2(half), Vector2.Max(from, to) + new Vector2(half));

        // A line thinner than a pixel covers part of it everywhere.
        var ink = alpha * Math.Min(1, width);
        for (var y = y0; y < y1; y++)
        {
            var (left, right) = Within(segment.Row(y + 0.5f, half + 0.5f));
            var (full, fullEnd) = half > 0.5f ? Within(segment.Row(y + 0.5f, half - 0.5f)) : (right, right);
            (full, fullEnd) = full < fullEnd ? (full, fullEnd) : (right, right);
            for (var x = left; x < full; x++)
            {
                Blend(x, y, colour, ink * Coverage(segment.Distance(Centre(x, y)) - half));
            }

            Run(y, full, fullEnd, colour, ink);
            for (var x = fullEnd; x < right; x++)
            {
                Blend(x, y, colour, ink * Coverage(segment.Distance(Centre(x, y)) - half));
            }
        }
    }

    /// <summary>
    /// Straight lines from point to point with round joints and ends, drawn as one shape: where they meet or cross,
    /// nothing is drawn twice. A point that is not a number (<see cref="PenUp"/>) lifts the pen.
    /// </summary>
    [SkipLocalsInit]
    public void Polyline(ReadOnlySpan<Vector2> points, float width, Rgb colour, float alpha = 1)
    {
        var (low, high) = (new Vector2(float.PositiveInfinity), new Vector2(float.NegativeInfinity));
        foreach (var point in points)
        {
            if (!float.IsNaN(point.X))
            {
                (low, high) = (Vector2.Min(low, point), Vector2.Max(high, point));
            }
        }

        if (!(low.X <= high.X))
        {
            return;
        }

        var half = width / 2;
        var (x0, y0, x1, y1) = Around(low - new Vector2(half), high + new Vector2(half));
        Span<ushort> coverage = stackalloc ushort[PiecePixels];
        for (var left = x0; left < x1; left += PiecePixels)
        {
            var piece = coverage[..Math.Min(x1 - left, PiecePixels)];
            for (var y = y0; y < y1; y++)
            {
                piece.Clear();
                CoverBySegments(points, y, half, left, piece);
                EmitRow(piece, left, y, colour, alpha * Math.Min(1, width) / 256);
            }
        }
    }

    /// <summary>Stands between the points of a <see cref="Polyline"/> where the pen is lifted.</summary>
    public static Vector2 PenUp => new(float.NaN);

    // The most that any segment covers of each pixel of a piece of a row, 0 to 256.
    private void CoverBySegments(ReadOnlySpan<Vector2> points, int y, float half, int left, Span<ushort> coverage)
    {
        var middle = y + 0.5f;
        for (var i = 0; i < points.Length; i++)
        {
            // A point alone is a dot.
            var alone = (i == 0 || float.IsNaN(points[i - 1].X)) && (i == points.Length - 1 || float.IsNaN(points[i + 1].X));
            var (from, to) = (points[i == 0 || alone ? i : i - 1], points[i]);
            if (!(Math.Min(from.Y, to.Y) - half - 0.5f < middle && Math.Max(from.Y, to.Y) + half + 0.5f > middle) || (i == 0 && !alone))
            {
                continue;
            }

            var segment = new Segment(from, to);
            var (x0, x1) = Within(segment.Row(middle, half + 0.5f));
            for (var x = Math.Max(x0, left); x < Math.Min(x1, left + coverage.Length); x++)
            {
                ref var pixel = ref coverage[x - left];
                if (pixel < 256)
                {
                    pixel = Math.Max(pixel, (ushort)Weight(Coverage(segment.Distance(Centre(x, y)) - half)));
                }
            }
        }
    }

    // Draws a piece of a row; pixels that are covered alike go as one run.
    private void EmitRow(ReadOnlySpan<ushort> coverage, int left, int y, Rgb colour, float alpha)
    {
        for (var x = 0; x < coverage.Length;)
        {
            var value = coverage[x];
            var length = coverage[x..].IndexOfAnyExcept(value);
            length = length < 0 ? coverage.Length - x : length;
            if (value > 0)
            {
                Run(y, left + x, left + x + length, colour, alpha * value);
            }

            x += length;
        }
    }

    private (int X0, int X1) Within((float Low, float High) row) => row.Low < row.High ? Between(row.Low, row.High) : (0, 0);

    /// <summary>A segment with what every pixel asks of it.</summary>
    private readonly struct Segment
    {
        private readonly Vector2 _from;
        private readonly Vector2 _along;
        private readonly float _scale;
        private readonly float _byLength;

        public Segment(Vector2 from, Vector2 to)
        {
            (_from, _along) = (from, to - from);
            var squared = _along.LengthSquared();
            (_scale, _byLength) = squared > 0 ? (1 / squared, 1 / MathF.Sqrt(squared)) : (0, 0);
        }

        public float Distance(Vector2 point)
        {
            point -= _from;
            var t = Math.Clamp(Vector2.Dot(point, _along) * _scale, 0, 1);
            return (point - (_along * t)).Length();
        }

        /// <summary>Where a row lies within a radius of the segment: from one of the two ends or long sides to another.</summary>
        public (float Low, float High) Row(float y, float radius)
        {
            var down = y - _from.Y;
            var row = (Low: float.PositiveInfinity, High: float.NegativeInfinity);
            End(ref row, _from.X, radius, down);
            End(ref row, _from.X + _along.X, radius, down - _along.Y);
            if (_along.Y != 0)
            {
                var side = new Vector2(-_along.Y, _along.X) * (radius * _byLength);
                Side(ref row, side, down);
                Side(ref row, -side, down);
            }

            return row;
        }

        private static void End(ref (float Low, float High) row, float x, float radius, float down)
        {
            var half = (radius * radius) - (down * down);
            if (half > 0)
            {
                half = MathF.Sqrt(half);
                row = (Math.Min(row.Low, x - half), Math.Max(row.High, x + half));
            }
        }

        private void Side(ref (float Low, float High) row, Vector2 offset, float down)
        {
            var t = (down - offset.Y) / _along.Y;
            if (t is >= 0 and <= 1)
            {
                var x = _from.X + offset.X + (t * _along.X);
                row = (Math.Min(row.Low, x), Math.Max(row.High, x));
            }
        }
    }
}
