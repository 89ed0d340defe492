using System.Numerics;

namespace Palestra.Gym.Rendering;

/// <content>Circles, ellipses, their outlines, arcs, light.</content>
public readonly ref partial struct Canvas
{
    public void Circle(Vector2 centre, float radius, Rgb colour, float alpha = 1) =>
        Ellipse(centre, new Vector2(radius), colour, alpha);

    /// <summary>A filled ellipse with axes along the picture's.</summary>
    public void Ellipse(Vector2 centre, Vector2 radii, Rgb colour, float alpha = 1)
    {
        if (Math.Min(radii.X, radii.Y) > 0)
        {
            EllipseRing(centre, radii, 0, float.NegativeInfinity, colour, alpha);
        }
    }

    /// <summary>The outline of an ellipse.</summary>
    public void EllipseOutline(Vector2 centre, Vector2 radii, float width, Rgb colour, float alpha = 1)
    {
        if (Math.Min(radii.X, radii.Y) > 0)
        {
            EllipseRing(centre, radii, width / 2, -width / 2, colour, alpha);
        }
    }

    /// <summary>Part of a circle's outline, with round ends.</summary>
    /// <param name="from">Angle in radians: 0 points right, a quarter turn down.</param>
    /// <param name="to">Angle of the other end, greater than <paramref name="from"/>; a full turn or more is the whole outline.</param>
    public void Arc(Vector2 centre, float radius, float from, float to, float width, Rgb colour, float alpha = 1)
    {
        var (start, end) = (Direction(from), Direction(to));
        var (narrow, full) = (to - from < MathF.PI, to - from >= MathF.Tau);
        var (outer, hole) = (radius + (width / 2) + 0.5f, radius - (width / 2) - 0.5f);
        var (x0, y0, x1, y1) = Around(centre - new Vector2(outer), centre + new Vector2(outer));
        for (var y = y0; y < y1; y++)
        {
            var down = y + 0.5f - centre.Y;
            var (left, right) = Chord(centre.X, outer, down);
            var (holeLeft, holeRight) = hole > 0 ? Chord(centre.X, hole, down) : (x1, x1);
            for (var x = Math.Max(left, x0); x < Math.Min(right, x1); x++)
            {
                x = x == holeLeft && holeRight > x ? holeRight : x;
                var point = Centre(x, y) - centre;
                var (pastStart, beforeEnd) = (Cross(start, point) >= 0, Cross(point, end) >= 0);
                var within = full || (narrow ? pastStart && beforeEnd : pastStart || beforeEnd);
                var distance = within
                    ? Math.Abs(point.Length() - radius)
                    : MathF.Sqrt(Math.Min(Vector2.DistanceSquared(point, start * radius), Vector2.DistanceSquared(point, end * radius)));
                Blend(x, y, colour, alpha * Coverage(distance - (width / 2)) * Math.Min(1, width));
            }
        }

        static Vector2 Direction(float angle) => new(MathF.Cos(angle), MathF.Sin(angle));
        static float Cross(Vector2 a, Vector2 b) => (a.X * b.Y) - (a.Y * b.X);
    }

    /// <summary>A circle of light that fades to nothing at its radius.</summary>
    public void Glow(Vector2 centre, float radius, Rgb colour, float alpha)
    {
        var (_, y0, _, y1) = Around(centre - new Vector2(radius), centre + new Vector2(radius));
        for (var y = y0; y < y1; y++)
        {
            var (left, right) = Chord(centre.X, radius, y + 0.5f - centre.Y);
            for (var x = left; x < right; x++)
            {
                var near = 1 - (Vector2.Distance(Centre(x, y), centre) / radius);
                Blend(x, y, colour, near <= 0 ? 0 : alpha * near * near);
            }
        }
    }

    // The pixels between two distances from the ellipse (negative: inside), edges softened. A row is walked inwards from
    // both ends until the shape is full (then the middle is one run) or its hole begins.
    private void EllipseRing(Vector2 centre, Vector2 radii, float outer, float inner, Rgb colour, float alpha)
    {
        var reach = radii + new Vector2(outer + 0.5f);
        var (x0, y0, x1, y1) = Around(centre - reach, centre + reach);
        for (var y = y0; y < y1; y++)
        {
            var down = y + 0.5f - centre.Y;
            var half = reach.X * MathF.Sqrt(Math.Max(0, 1 - (down * down / (reach.Y * reach.Y))));
            var left = Math.Clamp((int)(centre.X - half), x0, x1);
            var right = Math.Clamp((int)(centre.X + half) + 1, left, x1);

            // What is half a pixel off a slanting edge may lie outside the larger ellipse.
            while (left > x0 && Distance(left - 1) < outer + 0.5f)
            {
                left--;
            }

            while (right < x1 && Distance(right) < outer + 0.5f)
            {
                right++;
            }

            for (; left < right; left++)
            {
                var distance = Distance(left);
                if (distance <= inner - 0.5f || (distance <= outer - 0.5f && float.IsNegativeInfinity(inner)))
                {
                    break;
                }

                Blend(left, y, colour, alpha * Ring(distance));
            }

            for (; left < right; right--)
            {
                var distance = Distance(right - 1);
                if (distance <= inner - 0.5f || (distance <= outer - 0.5f && float.IsNegativeInfinity(inner)))
                {
                    break;
                }

                Blend(right - 1, y, colour, alpha * Ring(distance));
            }

            if (float.IsNegativeInfinity(inner))
            {
                Run(y, left, right, colour, alpha);
            }

            float Distance(int x) => EllipseDistance(new Vector2(x + 0.5f - centre.X, down), radii);
        }

        float Ring(float distance) => Coverage(Math.Max(distance - outer, inner - distance));
    }

    private static float EllipseDistance(Vector2 point, Vector2 radii)
    {
        if (radii.X == radii.Y)
        {
            return point.Length() - radii.X;
        }

        var scaled = point / radii;
        var f = scaled.Length();
        var gradient = (scaled / radii).Length();
        return gradient > 0 ? f * (f - 1) / gradient : -Math.Min(radii.X, radii.Y);
    }

    // The pixels of a row whose centres lie in a circle.
    private (int X0, int X1) Chord(float x, float radius, float down)
    {
        var half = (radius * radius) - (down * down);
        return half <= 0 ? (0, 0) : Between(x - MathF.Sqrt(half), x + MathF.Sqrt(half));
    }
}
