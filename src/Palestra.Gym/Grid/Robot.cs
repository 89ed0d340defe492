using Palestra.Gym.Rendering;

namespace Palestra.Gym.Grid;

/// <summary>The little rover that walks the grids, from above. Our own drawing, in fractions of a cell.</summary>
internal static class Robot
{
    private static readonly Rgb Rubber = new(38, 44, 58);
    private static readonly Rgb Tread = new(84, 94, 114);
    private static readonly Rgb Glass = new(22, 30, 48);
    private static readonly Rgb Eye = new(148, 240, 255);

    public static void Draw(Canvas canvas, CellColour colour, Heading heading)
    {
        // Light comes from the upper left wherever it looks.
        new CellPen(canvas).Ellipse(0.53f, 0.56f, 0.40f, 0.37f, new Rgb(16, 24, 44), 0.32f);
        var pen = new CellPen(canvas, heading);
        var paint = Palette.Of(colour);
        var (dark, light) = (paint.Towards(Rgb.Black, 0.38), paint.Towards(Rgb.White, 0.35));
        foreach (var y in (ReadOnlySpan<float>)[0.20f, 0.80f])
        {
            pen.Rectangle(0.16f, y - 0.09f, 0.70f, y + 0.09f, 0.06f, Rubber);
            for (var i = 0; i < 4; i++)
            {
                var x = 0.23f + (0.13f * i);
                pen.Line(x, y - 0.045f, x, y + 0.045f, 0.045f, Tread);
            }
        }

        // A shell that comes to a point in front.
        ReadOnlySpan<(float, float)> outer =
            [(0.13f, 0.32f), (0.22f, 0.22f), (0.58f, 0.22f), (0.76f, 0.32f), (0.95f, 0.50f), (0.76f, 0.68f), (0.58f, 0.78f), (0.22f, 0.78f), (0.13f, 0.68f)];
        ReadOnlySpan<(float, float)> inner =
            [(0.18f, 0.35f), (0.25f, 0.27f), (0.57f, 0.27f), (0.73f, 0.36f), (0.88f, 0.50f), (0.73f, 0.64f), (0.57f, 0.73f), (0.25f, 0.73f), (0.18f, 0.65f)];
        pen.Polygon(outer, dark);
        pen.Polygon(inner, paint);
        pen.Line(0.26f, 0.32f, 0.56f, 0.32f, 0.05f, light, 0.75f);
        pen.Line(0.24f, 0.42f, 0.24f, 0.58f, 0.045f, dark, 0.8f);
        pen.Line(0.32f, 0.42f, 0.32f, 0.58f, 0.045f, dark, 0.8f);
        pen.Ellipse(0.60f, 0.50f, 0.15f, 0.205f, dark, 0.55f);
        pen.Ellipse(0.60f, 0.50f, 0.13f, 0.185f, Glass);
        foreach (var y in (ReadOnlySpan<float>)[0.415f, 0.585f])
        {
            pen.Circle(0.635f, y, 0.062f, Eye);
            pen.Circle(0.655f, y, 0.026f, Rgb.White);
        }
    }
}
