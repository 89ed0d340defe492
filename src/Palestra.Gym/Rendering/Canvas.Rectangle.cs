using System.Numerics;

namespace Palestra.Gym.Rendering;

/// <content>Rectangles.</content>
public readonly ref partial struct Canvas
{
    /// <summary>A filled rectangle with rounded corners; radius 0 gives sharp ones.</summary>
    public void Rectangle(Vector2 from, Vector2 to, float radius, Rgb colour, float alpha = 1)
    {
        var (x0, y0, x1, y1) = Around(from, to);
        var centre = (from + to) / 2;
        var half = ((to - from) / 2) - new Vector2(radius);
        for (var y = y0; y < y1; y++)
        {
            var down = Math.Abs(y + 0.5f - centre.Y) - half.Y;
            if (down - radius >= 0.5f)
            {
                continue;
            }

            // As far as this from the middle the whole row is covered alike.
            var reach = Math.Min(down, 0);
            if (down - radius <= -0.5f && radius > 0.5f)
            {
                reach = Math.Max(reach, down <= 0 ? radius - 0.5f : MathF.Sqrt(((radius - 0.5f) * (radius - 0.5f)) - (down * down)));
            }
            else if (down - radius <= -0.5f)
            {
                reach = Math.Max(reach, radius - 0.5f);
            }

            reach += half.X;
            var (left, right) = reach > 0 ? Between(centre.X - reach, centre.X + reach) : (x1, x1);
            (left, right) = left < right ? (left, right) : (x1, x1);
            for (var x = x0; x < left; x++)
            {
                Blend(x, y, colour, alpha * Cover(x, down));
            }

            Run(y, left, right, colour, alpha * Coverage(down - radius));
            for (var x = right; x < x1; x++)
            {
                Blend(x, y, colour, alpha * Cover(x, down));
            }
        }

        float Cover(int x, float down)
        {
            var q = new Vector2(Math.Abs(x + 0.5f - centre.X) - half.X, down);
            var outside = Vector2.Max(q, Vector2.Zero).Length();
            return Coverage(outside + Math.Min(Math.Max(q.X, q.Y), 0) - radius);
        }
    }
}
