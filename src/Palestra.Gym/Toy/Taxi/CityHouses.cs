using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.Toy;

/// <summary>Houses, trees and letters of the city, seen from above and a little from the south. Our own drawings.</summary>
internal static class CityHouses
{
    private static readonly Rgb Shade = new(40, 44, 54);
    private static readonly Rgb Glass = new(255, 226, 140);
    private static readonly Rgb GlassDark = new(92, 116, 140);

    private static ReadOnlySpan<Rgb> Roofs => new Rgb[]
    {
        new(190, 96, 74), new(150, 112, 96), new(104, 128, 140), new(206, 172, 120), new(122, 98, 122), new(88, 134, 124), new(216, 130, 84),
    };

    /// <summary>A flat roof above a row of windows; coordinates are pixels, the lower edge is the foot of the front.</summary>
    public static void House(Pen pen, float left, float top, float right, float bottom, uint place)
    {
        var roof = Roofs[(int)(Noise.Chance(place, 11) * 6.99)];
        var wall = roof.Towards(new Rgb(250, 236, 214), 0.62);
        var eaves = bottom - 11;
        pen.Box(left + 2, top + 3, right + 4, bottom + 3, 2, Shade, 0.35f);
        pen.Box(left, eaves - 2, right, bottom, 1, wall);
        pen.Box(left, eaves - 2, right, eaves + 1, 0, roof.Lighter(-70));
        pen.Box(left, bottom - 1.5f, right, bottom, 0, wall.Lighter(-60));
        var count = (int)((right - left) / 8);
        var step = (right - left) / count;
        for (var i = 0; i < count; i++)
        {
            var x = left + (step * (i + 0.5f));
            pen.Box(x - 2.3f, eaves + 2.5f, x + 2.3f, bottom - 3, 0.5f, Noise.Chance(place, 50 + (uint)i) < 0.55 ? Glass : GlassDark);
        }

        pen.Box(left, top, right, eaves, 2, roof.Lighter(-34));
        pen.Box(left + 2, top + 2, right - 2, eaves - 2, 1, roof);
        pen.Line(left + 2, top + 2, right - 2, top + 2, 1.4f, roof.Lighter(46));
        RoofOf(pen, left, top, right, eaves, roof, place);
    }

    /// <param name="radius">Of its crown, in pixels.</param>
    public static void Tree(Pen pen, float x, float y, float radius)
    {
        pen.Ellipse(x + 2.5f, y + 3.5f, radius, radius * 0.85f, Shade, 0.35f);
        pen.Ellipse(x, y, radius, radius, new Rgb(52, 116, 62));
        pen.Ellipse(x - (radius * 0.12f), y - (radius * 0.15f), radius * 0.78f, radius * 0.75f, new Rgb(78, 148, 76));
        pen.Ellipse(x - (radius * 0.3f), y - (radius * 0.35f), radius * 0.38f, radius * 0.34f, new Rgb(132, 190, 100));
        pen.Ellipse(x + (radius * 0.3f), y + (radius * 0.12f), radius * 0.22f, radius * 0.2f, new Rgb(104, 170, 88));
    }

    /// <summary>R, G, Y or B in the middle of a cell, as painted on a road.</summary>
    public static void Letter(Pen pen, char letter)
    {
        ReadOnlySpan<Vector2> strokes = letter switch
        {
            'R' => [new(0.36f, 0.72f), new(0.36f, 0.28f), new(0.54f, 0.28f), new(0.62f, 0.34f), new(0.62f, 0.44f), new(0.54f, 0.50f), new(0.38f, 0.50f), new(0.50f, 0.50f), new(0.64f, 0.72f)],
            'G' => [new(0.63f, 0.36f), new(0.56f, 0.28f), new(0.44f, 0.28f), new(0.35f, 0.38f), new(0.35f, 0.62f), new(0.44f, 0.72f), new(0.56f, 0.72f), new(0.64f, 0.64f), new(0.64f, 0.52f), new(0.52f, 0.52f)],
            'Y' => [new(0.34f, 0.28f), new(0.50f, 0.50f), new(0.66f, 0.28f), new(0.50f, 0.50f), new(0.50f, 0.72f)],
            _ => [new(0.37f, 0.50f), new(0.54f, 0.50f), new(0.61f, 0.44f), new(0.61f, 0.34f), new(0.54f, 0.28f), new(0.37f, 0.28f), new(0.37f, 0.72f), new(0.55f, 0.72f), new(0.64f, 0.65f), new(0.64f, 0.57f), new(0.55f, 0.50f)],
        };
        for (var i = 1; i < strokes.Length; i++)
        {
            pen.Line(strokes[i - 1].X, strokes[i - 1].Y, strokes[i].X, strokes[i].Y, 0.085f, Rgb.White);
        }
    }

    private static void RoofOf(Pen pen, float left, float top, float right, float eaves, Rgb roof, uint place)
    {
        var (x, y) = ((left + right) / 2, (top + eaves) / 2);
        switch ((int)(Noise.Chance(place, 12) * 3.99))
        {
            case 0:
                // Air conditioning.
                pen.Box(x - 8, y - 5, x + 2, y + 5, 1, Shade, 0.4f);
                pen.Box(x - 10, y - 7, x, y + 3, 1, new Rgb(206, 208, 212));
                pen.Outline(x - 5, y - 2, 3.2f, 3.2f, 1.3f, new Rgb(120, 124, 132), 1);
                pen.Box(x + 6, y - 3, x + 11, y + 3, 1, new Rgb(170, 174, 182));
                break;
            case 1:
                // Skylights.
                foreach (var dx in (ReadOnlySpan<float>)[-10, 2])
                {
                    pen.Box(x + dx, y - 4, x + dx + 8, y + 4, 1, new Rgb(232, 236, 240));
                    pen.Box(x + dx + 1, y - 3, x + dx + 7, y + 3, 0, new Rgb(128, 184, 214));
                    pen.Line(x + dx + 2, y + 2, x + dx + 5, y - 2, 1, Rgb.White, 0.7f);
                }

                break;
            case 2:
                // A garden.
                pen.Box(left + 5, top + 5, right - 5, eaves - 4, 2, new Rgb(120, 170, 92));
                Tree(pen, x - 7, y, 4.5f);
                Tree(pen, x + 6, y - 1, 4);
                break;
            default:
                // Tiles and a chimney.
                for (var line = top + 6; line < eaves - 2; line += 5)
                {
                    pen.Line(left + 3, line, right - 3, line, 1.2f, roof.Lighter(-30), 0.8f);
                }

                pen.Box(right - 13, top + 3, right - 7, top + 10, 0.5f, new Rgb(120, 84, 74));
                pen.Box(right - 12, top + 4, right - 8, top + 8, 0.5f, Shade);
                break;
        }
    }
}
