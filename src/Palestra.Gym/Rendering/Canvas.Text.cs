using System.Numerics;
using System.Runtime.CompilerServices;

namespace Palestra.Gym.Rendering;

/// <content>Text in our own stroke font: ASCII letters, digits, signs, and the four suits of cards.</content>
public readonly ref partial struct Canvas
{
    /// <summary>One line of text. A character the font does not have is drawn as a box.</summary>
    /// <param name="at">The upper left (centre, right) point of the capitals.</param>
    /// <param name="height">Of a capital, in pixels; small letters may reach a third of it below.</param>
    public void Text(ReadOnlySpan<char> text, Vector2 at, float height, Rgb colour, float alpha = 1, TextAlign align = TextAlign.Left)
    {
        at.X -= align switch
        {
            TextAlign.Centre => MeasureText(text, height) / 2,
            TextAlign.Right => MeasureText(text, height),
            _ => 0,
        };
        foreach (var character in text)
        {
            var glyph = StrokeFont.Get(character);
            var advance = glyph.Advance * height;
            if (at.X < Width && at.X + advance > 0)
            {
                Draw(glyph, at, height, colour, alpha);
            }

            at.X += advance;
        }
    }

    /// <summary>How many pixels wide <see cref="Text"/> draws it.</summary>
    /// <param name="height">Of a capital, in pixels.</param>
    public static float MeasureText(ReadOnlySpan<char> text, float height)
    {
        if (text.IsEmpty)
        {
            return 0;
        }

        var width = -StrokeFont.Gap;
        foreach (var character in text)
        {
            width += StrokeFont.Get(character).Advance;
        }

        return width * height;
    }

    [SkipLocalsInit]
    private void Draw(Glyph glyph, Vector2 at, float height, Rgb colour, float alpha)
    {
        Span<Vector2> points = stackalloc Vector2[StrokeFont.MaxPoints];
        points = points[..glyph.Points.Length];
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = at + (glyph.Points[i] * height);
        }

        if (glyph.Filled)
        {
            Polygon(points, colour, alpha);
        }
        else
        {
            Polyline(points, StrokeFont.Stroke * height, colour, alpha);
        }
    }
}
