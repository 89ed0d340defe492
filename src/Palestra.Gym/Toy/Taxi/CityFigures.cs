using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.Toy;

/// <summary>Who waits and where to: the passenger and the pin above the destination, in fractions of a square. Our own drawings.</summary>
internal static class CityFigures
{
    public static readonly Rgb Hair = new(70, 42, 34);
    public static readonly Rgb Coat = new(150, 70, 190);
    private static readonly Rgb Skin = new(244, 200, 164);
    private static readonly Rgb Dark = new(44, 40, 56);

    /// <summary>Seen from the front, one arm up to call the taxi, a suitcase beside.</summary>
    public static void Passenger(Canvas canvas)
    {
        var pen = new Pen(canvas, Whole(canvas));
        pen.Ellipse(0.5f, 0.91f, 0.24f, 0.055f, Dark, 0.4f);
        pen.Line(0.44f, 0.74f, 0.43f, 0.88f, 0.10f, Dark);
        pen.Line(0.56f, 0.74f, 0.57f, 0.88f, 0.10f, Dark);
        pen.Line(0.62f, 0.50f, 0.77f, 0.28f, 0.10f, Coat);
        pen.Ellipse(0.785f, 0.25f, 0.055f, 0.055f, Skin);
        pen.Line(0.38f, 0.52f, 0.28f, 0.66f, 0.10f, Coat);
        pen.Ellipse(0.27f, 0.67f, 0.05f, 0.05f, Skin);
        pen.Outline(0.27f, 0.70f, 0.05f, 0.05f, 0.03f, Dark, 1);
        pen.Box(0.13f, 0.71f, 0.40f, 0.91f, 0.03f, new Rgb(150, 94, 50));
        pen.Line(0.14f, 0.79f, 0.39f, 0.79f, 0.03f, new Rgb(214, 164, 100));
        pen.Polygon([new(0.38f, 0.46f), new(0.62f, 0.46f), new(0.68f, 0.80f), new(0.32f, 0.80f)], Coat);
        pen.Line(0.5f, 0.50f, 0.5f, 0.79f, 0.025f, Coat.Lighter(-50));
        pen.Line(0.41f, 0.47f, 0.59f, 0.47f, 0.075f, new Rgb(250, 224, 120));
        pen.Ellipse(0.5f, 0.28f, 0.175f, 0.19f, Hair);
        pen.Ellipse(0.5f, 0.31f, 0.14f, 0.15f, Skin);
        pen.Ellipse(0.47f, 0.175f, 0.15f, 0.075f, Hair);
        pen.Ellipse(0.45f, 0.31f, 0.022f, 0.030f, Dark);
        pen.Ellipse(0.56f, 0.31f, 0.022f, 0.030f, Dark);
        pen.Line(0.47f, 0.39f, 0.545f, 0.39f, 0.028f, new Rgb(186, 70, 70));
    }

    /// <summary>A pin in the stand's colour with a chequered flag; its point is the middle of the lower edge.</summary>
    public static void Destination(Canvas canvas, int stand)
    {
        var pen = new Pen(canvas, Whole(canvas));
        var colour = CityScenery.StandColours[stand];
        pen.Ellipse(0.5f, 0.95f, 0.15f, 0.045f, Dark, 0.5f);
        Drop(pen, 0.345f, Rgb.White);
        Drop(pen, 0.295f, colour);
        pen.Ellipse(0.5f, 0.37f, 0.205f, 0.205f, Rgb.White);
        pen.Line(0.415f, 0.26f, 0.415f, 0.50f, 0.035f, Dark);
        for (var i = 0; i < 12; i++)
        {
            var (column, row) = (i % 4, i / 4);
            var (x, y) = (0.43f + (column * 0.052f), 0.265f + (row * 0.052f));
            pen.Box(x, y, x + 0.052f, y + 0.052f, 0, (column + row) % 2 == 0 ? Dark : Rgb.White);
        }

        pen.Ellipse(0.35f, 0.19f, 0.055f, 0.03f, Rgb.White, 0.6f);
    }

    private static void Drop(Pen pen, float radius, Rgb colour)
    {
        const float CentreY = 0.37f;
        var reach = radius * 0.90f;
        pen.Ellipse(0.5f, CentreY, radius, radius, colour);
        pen.Triangle(0.5f - reach, CentreY + (radius * 0.44f), 0.5f + reach, CentreY + (radius * 0.44f), 0.5f, 0.61f + radius, colour);
    }

    private static Tile Whole(Canvas canvas) => new(Vector2.Zero, new Vector2(canvas.Width, canvas.Height));
}
