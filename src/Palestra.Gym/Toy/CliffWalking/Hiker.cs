using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.Toy;

/// <summary>The hiker on the mountain. Our own drawing, in fractions of a cell.</summary>
internal sealed class Hiker : Figure
{
    private static readonly Rgb Skin = new(244, 200, 164);
    private static readonly Rgb SkinDark = new(218, 160, 124);
    private static readonly Rgb Hair = new(92, 58, 36);
    private static readonly Rgb Hat = new(214, 66, 52);
    private static readonly Rgb HatDark = new(160, 40, 38);
    private static readonly Rgb Jacket = new(44, 104, 178);
    private static readonly Rgb JacketDark = new(30, 74, 134);
    private static readonly Rgb Pack = new(236, 164, 50);
    private static readonly Rgb PackDark = new(184, 116, 30);
    private static readonly Rgb Trousers = new(74, 70, 84);
    private static readonly Rgb Boot = new(84, 52, 32);
    private static readonly Rgb Mouth = new(150, 66, 56);
    private static readonly Rgb Pole = new(60, 60, 66);

    protected override void Front(Pen pen, bool cheering)
    {
        Shadow(pen);
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
        {
            Leg(pen, 0.5f + (side * 0.085f), 0.5f + (side * 0.095f));
            pen.Ellipse(0.5f + (side * 0.16f), 0.56f, 0.06f, 0.13f, Pack);
            var hand = cheering ? new Vector2(0.30f, 0.30f) : new Vector2(0.245f, 0.66f);
            pen.Line(0.5f + (side * 0.15f), 0.52f, 0.5f + (side * hand.X), hand.Y, 0.095f, Jacket);
            pen.Ellipse(0.5f + (side * hand.X), hand.Y, 0.048f, 0.048f, Skin);
        }

        if (!cheering)
        {
            Stick(pen, 0.75f, 0.60f, 0.79f);
        }

        pen.Box(0.345f, 0.46f, 0.655f, 0.74f, 0.10f, Jacket);
        pen.Line(0.5f, 0.48f, 0.5f, 0.72f, 0.02f, JacketDark);
        pen.Line(0.41f, 0.48f, 0.40f, 0.70f, 0.045f, PackDark);
        pen.Line(0.59f, 0.48f, 0.60f, 0.70f, 0.045f, PackDark);
        pen.Ellipse(0.5f, 0.325f, 0.175f, 0.165f, Skin);
        pen.Ellipse(0.335f, 0.34f, 0.03f, 0.045f, SkinDark);
        pen.Ellipse(0.665f, 0.34f, 0.03f, 0.045f, SkinDark);
        Eye(pen, 0.435f, 0.345f);
        Eye(pen, 0.565f, 0.345f);
        pen.Ellipse(0.405f, 0.405f, 0.032f, 0.02f, new Rgb(240, 148, 130), 0.8f);
        pen.Ellipse(0.595f, 0.405f, 0.032f, 0.02f, new Rgb(240, 148, 130), 0.8f);
        pen.Ellipse(0.5f, 0.38f, 0.022f, 0.016f, SkinDark);
        if (cheering)
        {
            pen.Ellipse(0.5f, 0.435f, 0.045f, 0.035f, Mouth);
        }
        else
        {
            pen.Line(0.455f, 0.425f, 0.5f, 0.442f, 0.022f, Mouth);
            pen.Line(0.5f, 0.442f, 0.545f, 0.425f, 0.022f, Mouth);
        }

        HatOf(pen);
    }

    protected override void Side(Pen pen)
    {
        Shadow(pen);
        pen.Ellipse(0.35f, 0.55f, 0.125f, 0.165f, PackDark);
        pen.Ellipse(0.345f, 0.54f, 0.105f, 0.145f, Pack);
        pen.Line(0.27f, 0.40f, 0.40f, 0.40f, 0.075f, new Rgb(96, 150, 96));
        Leg(pen, 0.45f, 0.38f);
        Leg(pen, 0.53f, 0.60f);
        pen.Box(0.385f, 0.46f, 0.62f, 0.74f, 0.10f, Jacket);
        pen.Ellipse(0.52f, 0.325f, 0.17f, 0.165f, Skin);
        pen.Ellipse(0.435f, 0.33f, 0.085f, 0.12f, Hair);
        pen.Ellipse(0.69f, 0.365f, 0.035f, 0.03f, SkinDark);
        pen.Ellipse(0.49f, 0.355f, 0.032f, 0.04f, SkinDark);
        Eye(pen, 0.615f, 0.335f);
        pen.Ellipse(0.585f, 0.40f, 0.032f, 0.02f, new Rgb(240, 148, 130), 0.8f);
        pen.Line(0.61f, 0.435f, 0.655f, 0.425f, 0.02f, Mouth);
        HatOf(pen, 0.02f);
        pen.Box(0.55f, 0.235f, 0.79f, 0.28f, 0.02f, HatDark);
        Stick(pen, 0.76f, 0.585f, 0.83f);
        pen.Line(0.48f, 0.53f, 0.62f, 0.62f, 0.095f, JacketDark);
        pen.Line(0.62f, 0.62f, 0.74f, 0.58f, 0.085f, Jacket);
        pen.Ellipse(0.755f, 0.575f, 0.045f, 0.045f, Skin);
    }

    protected override void Away(Pen pen)
    {
        Shadow(pen);
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
        {
            Leg(pen, 0.5f + (side * 0.085f), 0.5f + (side * 0.095f));
            pen.Line(0.5f + (side * 0.15f), 0.52f, 0.5f + (side * 0.245f), 0.66f, 0.095f, Jacket);
            pen.Ellipse(0.5f + (side * 0.245f), 0.66f, 0.048f, 0.048f, Skin);
        }

        Stick(pen, 0.75f, 0.60f, 0.79f);
        pen.Box(0.345f, 0.46f, 0.655f, 0.74f, 0.10f, Jacket);
        pen.Ellipse(0.5f, 0.325f, 0.175f, 0.165f, Hair);
        HatOf(pen);
        pen.Box(0.345f, 0.47f, 0.655f, 0.73f, 0.09f, PackDark);
        pen.Box(0.36f, 0.475f, 0.64f, 0.71f, 0.08f, Pack);
        pen.Box(0.40f, 0.60f, 0.60f, 0.70f, 0.03f, PackDark);
        pen.Line(0.43f, 0.60f, 0.57f, 0.60f, 0.025f, new Rgb(250, 208, 120));
        pen.Line(0.35f, 0.46f, 0.65f, 0.46f, 0.09f, new Rgb(96, 150, 96));
        pen.Line(0.35f, 0.445f, 0.65f, 0.445f, 0.025f, new Rgb(146, 190, 132));
    }

    // Back at the start after a fall: on the ground, bandaged, seeing stars.
    protected override void Fallen(Pen pen)
    {
        pen.Ellipse(0.5f, 0.85f, 0.36f, 0.07f, new Rgb(60, 104, 52), 0.5f);
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
        {
            pen.Line(0.5f + (side * 0.09f), 0.76f, 0.5f + (side * 0.25f), 0.83f, 0.10f, Trousers);
            pen.Ellipse(0.5f + (side * 0.31f), 0.81f, 0.06f, 0.075f, Boot);
            pen.Line(0.5f + (side * 0.14f), 0.60f, 0.5f + (side * 0.25f), 0.75f, 0.09f, Jacket);
            pen.Ellipse(0.5f + (side * 0.26f), 0.755f, 0.045f, 0.045f, Skin);
        }

        pen.Box(0.355f, 0.54f, 0.645f, 0.80f, 0.10f, Jacket);
        pen.Line(0.5f, 0.56f, 0.5f, 0.78f, 0.02f, JacketDark);
        pen.Ellipse(0.5f, 0.41f, 0.175f, 0.165f, Skin);
        pen.Ellipse(0.5f, 0.31f, 0.13f, 0.065f, Hair);
        pen.Line(0.345f, 0.345f, 0.655f, 0.315f, 0.055f, Rgb.White);
        pen.Ellipse(0.59f, 0.325f, 0.022f, 0.022f, new Rgb(214, 66, 66));
        foreach (var x in (ReadOnlySpan<float>)[0.435f, 0.565f])
        {
            pen.Line(x - 0.025f, 0.40f, x + 0.025f, 0.45f, 0.022f, Hair);
            pen.Line(x - 0.025f, 0.45f, x + 0.025f, 0.40f, 0.022f, Hair);
        }

        pen.Ellipse(0.5f, 0.51f, 0.035f, 0.022f, Mouth);
        foreach (var (x, y, r) in (ReadOnlySpan<(float, float, float)>)[(0.27f, 0.22f, 0.07f), (0.51f, 0.13f, 0.08f), (0.74f, 0.22f, 0.065f)])
        {
            Star(pen, x, y, r);
        }
    }

    protected override void Arrived(Canvas canvas, Tile tile) =>
        Front(new Pen(canvas, new Tile(tile[0.16f, 0.30f], tile.Size * 0.70f)), cheering: true);

    private static void Star(Pen pen, float x, float y, float radius)
    {
        Span<Vector2> corners = stackalloc Vector2[10];
        for (var i = 0; i < corners.Length; i++)
        {
            var (sin, cos) = MathF.SinCos(i * MathF.PI / 5);
            var r = i % 2 == 0 ? radius : radius * 0.45f;
            corners[i] = new Vector2(x + (r * sin), y - (r * cos));
        }

        pen.Polygon(corners, new Rgb(255, 214, 60));
    }

    private static void HatOf(Pen pen, float forward = 0)
    {
        pen.Ellipse(0.5f + forward, 0.235f, 0.165f, 0.10f, Hat);
        pen.Box(0.335f + forward, 0.225f, 0.665f + forward, 0.285f, 0.025f, HatDark);
        pen.Ellipse(0.5f + forward, 0.135f, 0.045f, 0.045f, Rgb.White);
        pen.Ellipse(0.44f + forward, 0.19f, 0.05f, 0.025f, Hat.Lighter(50), 0.8f);
    }

    private static void Leg(Pen pen, float hip, float foot)
    {
        pen.Line(hip, 0.72f, foot, 0.83f, 0.105f, Trousers);
        pen.Ellipse(foot + 0.01f, 0.855f, 0.075f, 0.042f, Boot);
    }

    private static void Stick(Pen pen, float handX, float handY, float footX) => pen.Line(handX, handY - 0.06f, footX, 0.88f, 0.028f, Pole);

    private static void Shadow(Pen pen) => pen.Ellipse(0.5f, 0.875f, 0.26f, 0.055f, new Rgb(50, 84, 44), 0.45f);

    private static void Eye(Pen pen, float x, float y)
    {
        pen.Ellipse(x, y, 0.026f, 0.034f, new Rgb(40, 34, 40));
        pen.Ellipse(x - 0.008f, y - 0.012f, 0.010f, 0.010f, Rgb.White);
    }
}
