using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.Toy;

/// <summary>The little penguin that crosses the lake. Our own drawing, in fractions of a cell.</summary>
internal sealed class Walker : Figure
{
    private static readonly Rgb Coat = new(36, 48, 74);
    private static readonly Rgb CoatLit = new(62, 80, 116);
    private static readonly Rgb Belly = new(250, 250, 246);
    private static readonly Rgb Orange = new(244, 150, 38);
    private static readonly Rgb Scarf = new(226, 58, 62);
    private static readonly Rgb ScarfDark = new(176, 34, 44);
    private static readonly Rgb Water = new(24, 74, 118);
    private static readonly Rgb WaterLit = new(92, 160, 206);
    private static readonly Rgb Foam = new(190, 226, 244);

    protected override void Front(Pen pen, bool cheering)
    {
        Shadow(pen);
        Feet(pen);
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
        {
            var (hand, shoulder) = cheering ? (new Vector2(0.34f, 0.28f), new Vector2(0.19f, 0.50f)) : (new Vector2(0.285f, 0.70f), new Vector2(0.19f, 0.52f));
            pen.Line(0.5f + (side * shoulder.X), shoulder.Y, 0.5f + (side * hand.X), hand.Y, 0.09f, Coat);
        }

        pen.Ellipse(0.5f, 0.60f, 0.235f, 0.265f, Coat);
        pen.Ellipse(0.5f, 0.655f, 0.165f, 0.195f, Belly);
        pen.Ellipse(0.5f, 0.315f, 0.195f, 0.185f, Coat);
        pen.Ellipse(0.44f, 0.22f, 0.075f, 0.035f, CoatLit, 0.8f);
        pen.Ellipse(0.425f, 0.335f, 0.088f, 0.095f, Belly);
        pen.Ellipse(0.575f, 0.335f, 0.088f, 0.095f, Belly);
        pen.Ellipse(0.5f, 0.375f, 0.10f, 0.065f, Belly);
        Eye(pen, 0.435f, 0.325f, 0.034f);
        Eye(pen, 0.565f, 0.325f, 0.034f);
        pen.Ellipse(0.5f, 0.385f, 0.056f, 0.033f, Orange);
        pen.Ellipse(0.395f, 0.385f, 0.03f, 0.02f, new Rgb(246, 160, 150), 0.7f);
        pen.Ellipse(0.605f, 0.385f, 0.03f, 0.02f, new Rgb(246, 160, 150), 0.7f);
        pen.Line(0.36f, 0.475f, 0.64f, 0.475f, 0.085f, Scarf);
        pen.Line(0.38f, 0.505f, 0.62f, 0.505f, 0.02f, ScarfDark, 0.6f);
        pen.Line(0.60f, 0.49f, 0.645f, 0.63f, 0.075f, Scarf);
    }

    protected override void Side(Pen pen)
    {
        Shadow(pen);
        pen.Ellipse(0.55f, 0.865f, 0.12f, 0.036f, Orange);
        pen.Line(0.34f, 0.78f, 0.28f, 0.83f, 0.07f, Coat);
        pen.Ellipse(0.49f, 0.60f, 0.205f, 0.265f, Coat);
        pen.Ellipse(0.585f, 0.64f, 0.115f, 0.205f, Belly);
        pen.Ellipse(0.53f, 0.315f, 0.19f, 0.185f, Coat);
        pen.Ellipse(0.47f, 0.22f, 0.07f, 0.035f, CoatLit, 0.8f);
        pen.Ellipse(0.625f, 0.34f, 0.088f, 0.10f, Belly);
        pen.Triangle(0.70f, 0.325f, 0.84f, 0.375f, 0.69f, 0.415f, Orange);
        Eye(pen, 0.635f, 0.31f, 0.034f);
        pen.Ellipse(0.62f, 0.395f, 0.03f, 0.02f, new Rgb(246, 160, 150), 0.7f);
        pen.Line(0.44f, 0.55f, 0.40f, 0.72f, 0.10f, CoatLit);
        pen.Line(0.39f, 0.475f, 0.655f, 0.475f, 0.085f, Scarf);
        pen.Line(0.40f, 0.505f, 0.63f, 0.505f, 0.02f, ScarfDark, 0.6f);
        pen.Line(0.38f, 0.48f, 0.24f, 0.53f, 0.07f, Scarf);
        pen.Line(0.27f, 0.52f, 0.19f, 0.49f, 0.06f, Scarf);
    }

    protected override void Away(Pen pen)
    {
        Shadow(pen);
        Feet(pen);
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
        {
            pen.Line(0.5f + (side * 0.19f), 0.52f, 0.5f + (side * 0.285f), 0.70f, 0.09f, Coat);
        }

        pen.Ellipse(0.5f, 0.60f, 0.235f, 0.265f, Coat);
        pen.Ellipse(0.42f, 0.60f, 0.05f, 0.17f, CoatLit, 0.6f);
        pen.Ellipse(0.5f, 0.315f, 0.195f, 0.185f, Coat);
        pen.Ellipse(0.44f, 0.22f, 0.075f, 0.035f, CoatLit, 0.8f);
        pen.Triangle(0.44f, 0.83f, 0.56f, 0.83f, 0.5f, 0.91f, Coat);
        pen.Line(0.36f, 0.475f, 0.64f, 0.475f, 0.085f, Scarf);
        pen.Line(0.38f, 0.505f, 0.62f, 0.505f, 0.02f, ScarfDark, 0.6f);
        pen.Line(0.41f, 0.49f, 0.375f, 0.65f, 0.075f, Scarf);
        pen.Line(0.47f, 0.49f, 0.455f, 0.60f, 0.065f, ScarfDark);
    }

    // Up to the neck in water, arms up, eyes wide.
    protected override void Fallen(Pen pen)
    {
        // Churned water is lighter, so that the dark coat stands out.
        pen.Ellipse(0.5f, 0.53f, 0.335f, 0.30f, new Rgb(58, 130, 180), 0.75f);
        pen.Ellipse(0.5f, 0.55f, 0.28f, 0.24f, new Rgb(110, 178, 216), 0.7f);
        pen.Outline(0.5f, 0.64f, 0.32f, 0.15f, 0.024f, Foam, 0.7f);
        pen.Line(0.34f, 0.62f, 0.24f, 0.40f, 0.085f, Coat);
        pen.Line(0.66f, 0.62f, 0.76f, 0.40f, 0.085f, Coat);
        pen.Ellipse(0.5f, 0.46f, 0.19f, 0.19f, Coat);
        pen.Ellipse(0.44f, 0.36f, 0.075f, 0.035f, CoatLit, 0.8f);
        pen.Ellipse(0.42f, 0.47f, 0.088f, 0.10f, Belly);
        pen.Ellipse(0.58f, 0.47f, 0.088f, 0.10f, Belly);
        pen.Ellipse(0.5f, 0.53f, 0.10f, 0.065f, Belly);
        Eye(pen, 0.425f, 0.455f, 0.045f);
        Eye(pen, 0.575f, 0.455f, 0.045f);
        pen.Ellipse(0.5f, 0.545f, 0.05f, 0.042f, Orange);
        pen.Ellipse(0.5f, 0.55f, 0.027f, 0.02f, ScarfDark);
        pen.Line(0.37f, 0.625f, 0.63f, 0.625f, 0.085f, Scarf);
        pen.Ellipse(0.5f, 0.72f, 0.235f, 0.085f, Water);
        pen.Ellipse(0.5f, 0.735f, 0.19f, 0.055f, WaterLit, 0.8f);
        pen.Line(0.29f, 0.695f, 0.40f, 0.665f, 0.03f, Foam);
        pen.Line(0.60f, 0.665f, 0.71f, 0.695f, 0.03f, Foam);
        pen.Line(0.42f, 0.79f, 0.58f, 0.79f, 0.02f, Foam, 0.7f);
        foreach (var (x, y, r) in (ReadOnlySpan<(float, float, float)>)[(0.14f, 0.36f, 0.026f), (0.86f, 0.33f, 0.03f), (0.2f, 0.23f, 0.018f), (0.79f, 0.21f, 0.02f)])
        {
            pen.Ellipse(x, y, r, r * 1.3f, WaterLit);
        }
    }

    protected override void Arrived(Canvas canvas, Tile tile)
    {
        Confetti(new Pen(canvas, tile));
        Front(new Pen(canvas, new Tile(tile[0.02f, 0.24f], tile.Size * 0.76f)), cheering: true);
    }

    private static void Confetti(Pen pen)
    {
        ReadOnlySpan<Rgb> colours = [new(255, 196, 60), new(64, 170, 120), new(70, 130, 220), new(236, 90, 120)];
        ReadOnlySpan<(float X, float Y)> places =
            [(0.1f, 0.13f), (0.27f, 0.06f), (0.47f, 0.05f), (0.72f, 0.07f), (0.88f, 0.16f), (0.17f, 0.28f), (0.93f, 0.35f), (0.06f, 0.44f), (0.84f, 0.27f)];
        for (var i = 0; i < places.Length; i++)
        {
            pen.Line(places[i].X, places[i].Y, places[i].X + (i % 2 == 0 ? 0.03f : -0.02f), places[i].Y + 0.035f, 0.045f, colours[i % colours.Length]);
        }
    }

    private static void Shadow(Pen pen) => pen.Ellipse(0.5f, 0.88f, 0.25f, 0.06f, new Rgb(60, 96, 132), 0.4f);

    private static void Feet(Pen pen)
    {
        pen.Ellipse(0.405f, 0.865f, 0.085f, 0.036f, Orange);
        pen.Ellipse(0.595f, 0.865f, 0.085f, 0.036f, Orange);
    }

    private static void Eye(Pen pen, float x, float y, float radius)
    {
        pen.Ellipse(x, y, radius, radius * 1.15f, new Rgb(20, 24, 36));
        pen.Ellipse(x - (radius * 0.3f), y - (radius * 0.45f), radius * 0.36f, radius * 0.36f, Rgb.White);
    }
}
