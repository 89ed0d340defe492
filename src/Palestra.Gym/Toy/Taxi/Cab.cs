using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.Toy;

/// <summary>The taxi from above, looking where it drives. Our own drawing, in fractions of a square; forward is up, then turned.</summary>
internal static class Cab
{
    private static readonly Rgb Paint = new(252, 200, 36);
    private static readonly Rgb PaintLit = new(255, 226, 110);
    private static readonly Rgb PaintDark = new(206, 146, 16);
    private static readonly Rgb Black = new(34, 34, 42);
    private static readonly Rgb Glass = new(70, 100, 132);
    private static readonly Rgb GlassLit = new(150, 188, 214);

    /// <param name="heading">0 south, 1 north, 2 east, 3 west.</param>
    public static void Draw(Canvas canvas, int heading, bool hasPassenger)
    {
        var pen = new TurnedPen(canvas, heading);
        pen.Box(0.245f, 0.085f, 0.795f, 0.965f, 0.16f, Black, 0.35f);
        foreach (var y in (ReadOnlySpan<float>)[0.22f, 0.68f])
        {
            pen.Box(0.215f, y, 0.31f, y + 0.15f, 0.03f, Black);
            pen.Box(0.69f, y, 0.785f, y + 0.15f, 0.03f, Black);
        }

        pen.Box(0.235f, 0.05f, 0.765f, 0.95f, 0.15f, Black);
        pen.Box(0.255f, 0.07f, 0.745f, 0.93f, 0.13f, Paint);
        pen.Box(0.30f, 0.10f, 0.70f, 0.26f, 0.07f, PaintLit, 0.65f);
        pen.Line(0.42f, 0.11f, 0.40f, 0.25f, 0.018f, PaintDark);
        pen.Line(0.58f, 0.11f, 0.60f, 0.25f, 0.018f, PaintDark);
        Lamps(pen);

        // Chequers along both sides.
        for (var i = 0; i < 14; i++)
        {
            var y = 0.29f + (0.042f * (i / 2));
            var x = (i % 2) * 0.026f;
            var colour = ((i / 2) + i) % 2 == 0 ? Black : Rgb.White;
            pen.Box(0.262f + x, y, 0.288f + x, y + 0.042f, 0, colour);
            pen.Box(0.712f - x, y, 0.738f - x, y + 0.042f, 0, colour);
        }

        pen.Polygon([new(0.325f, 0.30f), new(0.675f, 0.30f), new(0.645f, 0.40f), new(0.355f, 0.40f)], Glass);
        pen.Line(0.37f, 0.325f, 0.47f, 0.325f, 0.025f, GlassLit);
        pen.Polygon([new(0.355f, 0.78f), new(0.645f, 0.78f), new(0.675f, 0.85f), new(0.325f, 0.85f)], Glass);
        pen.Box(0.335f, 0.385f, 0.665f, 0.79f, 0.06f, PaintDark);
        pen.Box(0.35f, 0.40f, 0.65f, 0.775f, 0.05f, PaintLit);
        if (hasPassenger)
        {
            // Through the glass roof: shoulders and head.
            pen.Box(0.365f, 0.555f, 0.635f, 0.765f, 0.04f, Glass);
            pen.Ellipse(0.5f, 0.68f, 0.115f, 0.065f, CityFigures.Coat);
            pen.Ellipse(0.5f, 0.65f, 0.072f, 0.072f, CityFigures.Hair);
            pen.Ellipse(0.5f, 0.62f, 0.028f, 0.022f, new Rgb(244, 200, 164));
            pen.Line(0.39f, 0.58f, 0.43f, 0.58f, 0.025f, GlassLit, 0.8f);
        }

        // The sign on the roof: white when free, green when taken.
        pen.Box(0.375f, 0.43f, 0.625f, 0.53f, 0.025f, Black);
        pen.Box(0.39f, 0.445f, 0.61f, 0.515f, 0.015f, hasPassenger ? new Rgb(70, 214, 110) : Rgb.White);
        pen.Line(0.43f, 0.48f, 0.57f, 0.48f, 0.022f, Black, 0.8f);
    }

    private static void Lamps(TurnedPen pen)
    {
        foreach (var x in (ReadOnlySpan<float>)[0.335f, 0.665f])
        {
            pen.Ellipse(x, 0.045f, 0.075f, 0.045f, new Rgb(255, 246, 190), 0.55f);
            pen.Ellipse(x, 0.085f, 0.055f, 0.028f, Rgb.White);
            pen.Box(x - 0.05f, 0.905f, x + 0.05f, 0.935f, 0.012f, new Rgb(222, 40, 40));
        }
    }

    private readonly ref struct TurnedPen(Canvas canvas, int heading)
    {
        private readonly Canvas _canvas = canvas;
        private readonly Pen _pen = new(canvas, new Tile(Vector2.Zero, new Vector2(canvas.Width, canvas.Height)));

        private bool IsSideways => heading > 1;

        public void Box(float x0, float y0, float x1, float y1, float radius, Rgb colour, float alpha = 1)
        {
            var (a, b) = (Turn(new Vector2(x0, y0)), Turn(new Vector2(x1, y1)));
            var (low, high) = (Vector2.Min(a, b), Vector2.Max(a, b));
            _pen.Box(low.X, low.Y, high.X, high.Y, radius, colour, alpha);
        }

        public void Ellipse(float x, float y, float rx, float ry, Rgb colour, float alpha = 1)
        {
            var at = Turn(new Vector2(x, y));
            _pen.Ellipse(at.X, at.Y, IsSideways ? ry : rx, IsSideways ? rx : ry, colour, alpha);
        }

        public void Line(float x0, float y0, float x1, float y1, float width, Rgb colour, float alpha = 1)
        {
            var (a, b) = (Turn(new Vector2(x0, y0)), Turn(new Vector2(x1, y1)));
            _pen.Line(a.X, a.Y, b.X, b.Y, width, colour, alpha);
        }

        public void Polygon(ReadOnlySpan<Vector2> corners, Rgb colour)
        {
            Span<Vector2> turned = stackalloc Vector2[corners.Length];
            for (var i = 0; i < corners.Length; i++)
            {
                turned[i] = Turn(corners[i]);
            }

            _pen.Polygon(turned, colour);
        }

        private Vector2 Turn(Vector2 at) => heading switch
        {
            0 => Vector2.One - at,
            1 => at,
            2 => new Vector2(1 - at.Y, at.X),
            _ => new Vector2(at.Y, 1 - at.X),
        };
    }
}
