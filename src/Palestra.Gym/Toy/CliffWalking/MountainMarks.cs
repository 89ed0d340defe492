using Palestra.Gym.Rendering;

namespace Palestra.Gym.Toy;

/// <summary>Single things on the mountain, in fractions of a cell. Our own drawings.</summary>
internal static class MountainMarks
{
    private static readonly Rgb Wood = new(150, 102, 62);
    private static readonly Rgb WoodDark = new(104, 66, 40);
    private static readonly Rgb WoodLit = new(186, 136, 88);
    private static readonly Rgb Roof = new(196, 62, 52);
    private static readonly Rgb RoofDark = new(146, 40, 40);
    private static readonly Rgb Shade = new(60, 104, 52);

    /// <summary>A worn spot and a sign that points right, to where the goal is.</summary>
    public static void Signpost(Pen pen)
    {
        pen.Ellipse(0.5f, 0.80f, 0.36f, 0.15f, new Rgb(186, 158, 108), 0.75f);
        pen.Ellipse(0.5f, 0.81f, 0.26f, 0.10f, new Rgb(206, 180, 130), 0.8f);
        pen.Line(0.15f, 0.92f, 0.15f, 0.16f, 0.075f, WoodDark);
        pen.Line(0.14f, 0.90f, 0.14f, 0.16f, 0.03f, WoodLit);
        pen.Polygon([new(0.03f, 0.16f), new(0.40f, 0.16f), new(0.51f, 0.26f), new(0.40f, 0.36f), new(0.03f, 0.36f)], WoodDark);
        pen.Polygon([new(0.05f, 0.18f), new(0.39f, 0.18f), new(0.475f, 0.26f), new(0.39f, 0.34f), new(0.05f, 0.34f)], WoodLit);
        pen.Line(0.11f, 0.26f, 0.32f, 0.26f, 0.04f, WoodDark);
        pen.Triangle(0.29f, 0.20f, 0.40f, 0.26f, 0.29f, 0.32f, WoodDark);
    }

    /// <summary>The refuge, with a flag on its roof and a light in its window.</summary>
    public static void Hut(Pen pen)
    {
        pen.Ellipse(0.5f, 0.86f, 0.44f, 0.10f, Shade, 0.6f);
        pen.Line(0.74f, 0.30f, 0.74f, 0.02f, 0.035f, WoodDark);
        pen.Polygon([new(0.75f, 0.03f), new(0.97f, 0.07f), new(0.90f, 0.13f), new(0.97f, 0.20f), new(0.75f, 0.18f)], new Rgb(250, 204, 70));
        pen.Box(0.20f, 0.12f, 0.31f, 0.34f, 0.01f, new Rgb(140, 134, 130));
        pen.Box(0.18f, 0.10f, 0.33f, 0.15f, 0.01f, new Rgb(104, 98, 98));
        pen.Ellipse(0.27f, 0.05f, 0.06f, 0.045f, Rgb.White, 0.55f);
        pen.Box(0.14f, 0.44f, 0.86f, 0.86f, 0.01f, Wood);
        for (var i = 0; i < 4; i++)
        {
            var y = 0.53f + (0.095f * i);
            pen.Line(0.14f, y, 0.86f, y, 0.02f, WoodDark, 0.8f);
            pen.Line(0.14f, y - 0.045f, 0.86f, y - 0.045f, 0.015f, WoodLit, 0.7f);
        }

        pen.Box(0.43f, 0.56f, 0.60f, 0.86f, 0.02f, WoodDark);
        pen.Box(0.45f, 0.58f, 0.58f, 0.86f, 0.01f, new Rgb(84, 50, 34));
        pen.Ellipse(0.55f, 0.73f, 0.016f, 0.016f, new Rgb(250, 210, 96));
        foreach (var x in (ReadOnlySpan<float>)[0.20f, 0.66f])
        {
            pen.Box(x, 0.57f, x + 0.16f, 0.71f, 0.01f, WoodDark);
            pen.Box(x + 0.02f, 0.59f, x + 0.14f, 0.69f, 0, new Rgb(255, 226, 132));
            pen.Line(x + 0.08f, 0.59f, x + 0.08f, 0.69f, 0.02f, WoodDark);
        }

        pen.Polygon([new(0.03f, 0.49f), new(0.22f, 0.23f), new(0.78f, 0.23f), new(0.97f, 0.49f)], RoofDark);
        pen.Polygon([new(0.06f, 0.46f), new(0.235f, 0.235f), new(0.765f, 0.235f), new(0.94f, 0.46f)], Roof);
        for (var i = 1; i < 4; i++)
        {
            var (y, inset) = (0.235f + (0.06f * i), 0.17f - (0.045f * i));
            pen.Line(0.07f + inset, y, 0.93f - inset, y, 0.016f, RoofDark, 0.7f);
        }

        pen.Line(0.24f, 0.24f, 0.76f, 0.24f, 0.035f, Roof.Lighter(50));
    }

    /// <param name="x">Of its trunk.</param>
    /// <param name="foot">Height of its foot in the cell.</param>
    /// <param name="width">Of its lowest branches.</param>
    public static void Pine(Pen pen, float x, float foot, float width)
    {
        var (dark, green, lit) = (new Rgb(38, 86, 58), new Rgb(54, 112, 70), new Rgb(96, 152, 88));
        pen.Ellipse(x + 0.03f, foot + 0.02f, width * 0.55f, width * 0.18f, Shade, 0.6f);
        pen.Line(x, foot, x, foot - (width * 0.3f), width * 0.18f, WoodDark);
        for (var i = 0; i < 3; i++)
        {
            var (y, half) = (foot - (width * (0.18f + (0.36f * i))), width * (0.5f - (0.12f * i)));
            pen.Triangle(x - half, y, x + half, y, x, y - (width * 0.62f), dark);
            pen.Triangle(x - (half * 0.85f), y - (width * 0.04f), x + (half * 0.5f), y - (width * 0.04f), x - (width * 0.02f), y - (width * 0.56f), green);
            pen.Line(x - (half * 0.5f), y - (width * 0.12f), x - (half * 0.1f), y - (width * 0.38f), width * 0.07f, lit, 0.7f);
        }
    }
}
