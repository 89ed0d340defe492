using Palestra.Gym.Rendering;

namespace Palestra.Gym.Grid;

/// <summary>Keys, doors and the goal. Our own drawings, in fractions of a cell.</summary>
internal static class GridThings
{
    private static readonly Rgb Shade = new(20, 28, 48);
    private static readonly Rgb Frame = new(58, 46, 44);
    private static readonly Rgb Brass = new(255, 222, 130);

    public static void Key(Canvas canvas, CellColour colour)
    {
        var pen = new CellPen(canvas);
        var metal = Palette.Of(colour);
        KeyShape(pen, 0.035f, Shade, 0.30f, 0);
        KeyShape(pen, 0, metal.Towards(Rgb.Black, 0.42), 1, 0.035f);
        KeyShape(pen, 0, metal, 1, 0);
        pen.Line(0.28f, 0.25f, 0.36f, 0.21f, 0.035f, metal.Towards(Rgb.White, 0.75), 0.9f);
    }

    public static void Goal(Canvas canvas)
    {
        var pen = new CellPen(canvas);
        var (deep, green, bright) = (new Rgb(24, 112, 66), new Rgb(52, 176, 100), new Rgb(150, 240, 176));
        pen.Rectangle(0.06f, 0.06f, 0.94f, 0.94f, 0.12f, deep);
        pen.Rectangle(0.10f, 0.09f, 0.90f, 0.89f, 0.10f, green);
        canvas.Glow(new System.Numerics.Vector2(canvas.Width * 0.5f, canvas.Height * 0.48f), canvas.Width * 0.5f, bright, 0.9f);
        pen.Ellipse(0.44f, 0.82f, 0.20f, 0.05f, deep, 0.55f);
        pen.Line(0.36f, 0.17f, 0.36f, 0.81f, 0.06f, Frame);
        pen.Line(0.355f, 0.18f, 0.355f, 0.80f, 0.022f, new Rgb(214, 190, 160));
        pen.Polygon([(0.39f, 0.16f), (0.60f, 0.21f), (0.80f, 0.17f), (0.76f, 0.34f), (0.82f, 0.50f), (0.60f, 0.53f), (0.39f, 0.48f)], new Rgb(255, 208, 72));
        pen.Polygon([(0.39f, 0.34f), (0.60f, 0.39f), (0.77f, 0.35f), (0.82f, 0.50f), (0.60f, 0.53f), (0.39f, 0.48f)], new Rgb(238, 160, 40), 0.75f);
        pen.Circle(0.36f, 0.155f, 0.05f, new Rgb(255, 236, 170));
    }

    public static void Door(Canvas canvas, CellColour colour, DoorState state)
    {
        var pen = new CellPen(canvas);
        var wood = Palette.Of(colour);
        var (dark, light) = (wood.Towards(Rgb.Black, 0.34), wood.Towards(Rgb.White, 0.32));
        if (state == DoorState.Open)
        {
            // The leaf stands against the jamb; the way lies free.
            foreach (var x in (ReadOnlySpan<float>)[0, 0.90f])
            {
                pen.Rectangle(x, 0, x + 0.10f, 1, 0, Frame);
            }

            pen.Rectangle(0.10f, 0.04f, 0.30f, 0.98f, 0.02f, Shade, 0.30f);
            pen.Rectangle(0.08f, 0.03f, 0.23f, 0.95f, 0.03f, dark);
            pen.Rectangle(0.10f, 0.05f, 0.19f, 0.93f, 0.02f, wood);
            pen.Circle(0.195f, 0.52f, 0.035f, Brass);
            return;
        }

        pen.Rectangle(0, 0, 1, 1, 0, Frame);
        pen.Rectangle(0.07f, 0.06f, 0.93f, 1, 0.04f, dark);
        pen.Rectangle(0.10f, 0.09f, 0.90f, 0.98f, 0.03f, wood);
        foreach (var x in (ReadOnlySpan<float>)[0.366f, 0.633f])
        {
            pen.Line(x, 0.12f, x, 0.96f, 0.028f, dark, 0.8f);
        }

        pen.Line(0.13f, 0.12f, 0.87f, 0.12f, 0.03f, light, 0.7f);
        if (state == DoorState.Closed)
        {
            pen.Circle(0.77f, 0.56f, 0.075f, dark);
            pen.Circle(0.765f, 0.55f, 0.055f, Brass);
            return;
        }

        foreach (var y in (ReadOnlySpan<float>)[0.24f, 0.84f])
        {
            pen.Line(0.10f, y, 0.90f, y, 0.075f, Frame, 0.85f);
        }

        // A padlock.
        pen.Outline(0.5f, 0.46f, 0.125f, 0.06f, new Rgb(226, 230, 238));
        pen.Rectangle(0.32f, 0.46f, 0.68f, 0.76f, 0.05f, Frame);
        pen.Rectangle(0.345f, 0.485f, 0.655f, 0.735f, 0.04f, Brass);
        pen.Circle(0.5f, 0.58f, 0.047f, Shade);
        pen.Line(0.5f, 0.60f, 0.5f, 0.67f, 0.04f, Shade);
    }

    private static void KeyShape(CellPen pen, float aside, Rgb paint, float alpha, float rim)
    {
        pen.Outline(0.36f + aside, 0.35f + aside, 0.145f, 0.095f + rim, paint, alpha);
        pen.Line(0.46f + aside, 0.46f + aside, 0.77f + aside, 0.77f + aside, 0.09f + rim, paint, alpha);
        pen.Line(0.77f + aside, 0.77f + aside, 0.86f + aside, 0.68f + aside, 0.08f + rim, paint, alpha);
        pen.Line(0.66f + aside, 0.66f + aside, 0.74f + aside, 0.58f + aside, 0.075f + rim, paint, alpha);
    }
}
