using System.Globalization;
using System.Numerics;

namespace Palestra.Gym.Rendering;

/// <summary>One character. Lengths are in heights of a capital, from the upper left corner of its ink.</summary>
/// <param name="Points">What <see cref="Canvas.Polyline"/> or, if filled, <see cref="Canvas.Polygon"/> takes.</param>
/// <param name="Advance">From its left edge to that of the next.</param>
internal sealed record Glyph(Vector2[] Points, bool Filled, float Advance);

/// <summary>
/// Our own font, drawn with one pen: capitals ten units high, small letters from unit 3.4 down, tails to 13.2, all digits
/// equally wide. A path is <c>M x y</c> (lift the pen and go there), <c>L x y</c> (line), <c>Q cx cy x y</c> (curve) and
/// <c>A cx cy r from to</c> (arc, degrees clockwise). Thread-safe.
/// </summary>
internal static partial class StrokeFont
{
    /// <summary>Thickness of the pen in heights.</summary>
    public const float Stroke = 0.13f;

    /// <summary>Between the ink of two characters, in heights.</summary>
    public const float Gap = 0.16f;

    /// <summary>Most points of a character.</summary>
    public const int MaxPoints = Canvas.MaxCorners;

    private const float Units = 10;
    private const int CurvePieces = 5;
    private const float DegreesAPiece = 20;

    private static readonly Dictionary<char, Glyph> Known = ReadAll();
    private static readonly Glyph Box = Read("5 M0 0 L5 0 L5 10 L0 10 L0 0", filled: false);
    private static readonly Glyph[] Ascii = [.. Enumerable.Range(0, 128).Select(c => Known.GetValueOrDefault((char)c, Box))];

    public static Glyph Get(char character) =>
        character < Ascii.Length ? Ascii[character] : Known.GetValueOrDefault(character, Box);

    private static Dictionary<char, Glyph> ReadAll()
    {
        var known = new Dictionary<char, Glyph>();
        foreach (var line in Strokes.Split('\n'))
        {
            known.Add(line[0], Read(line[1..], filled: false));
        }

        foreach (var line in Shapes.Split('\n'))
        {
            known.Add(line[0], Read(line[1..], filled: true));
        }

        return known;
    }

    private static Glyph Read(string text, bool filled)
    {
        var words = new Queue<string>(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var width = Number(words.Dequeue()) / Units;
        var points = new List<Vector2>();
        while (words.TryDequeue(out var word))
        {
            var x = Number(word[1..]);
            switch (word[0])
            {
                case 'M':
                    if (points.Count > 0)
                    {
                        points.Add(Canvas.PenUp);
                    }

                    points.Add(new Vector2(x, Next()));
                    break;
                case 'L':
                    points.Add(new Vector2(x, Next()));
                    break;
                case 'Q':
                    Curve(points, new Vector2(x, Next()), new Vector2(Next(), Next()));
                    break;
                default:
                    Arc(points, new Vector2(x, Next()), Next(), Next(), Next());
                    break;
            }
        }

        if (points.Count > MaxPoints)
        {
            throw new GymException($"The path '{text}' of the font has {points.Count} points: {MaxPoints} are allowed.");
        }

        // A pen has a width: the middle of a stroke stays half of it inside the character.
        return filled
            ? new Glyph([.. points.Select(p => p / Units)], true, width + Gap)
            : new Glyph([.. points.Select(p => (p / Units * (1 - Stroke)) + new Vector2(Stroke / 2))], false, (width * (1 - Stroke)) + Stroke + Gap);

        float Next() => Number(words.Dequeue());
    }

    private static void Curve(List<Vector2> points, Vector2 control, Vector2 to)
    {
        var from = points[^1];
        for (var i = 1; i <= CurvePieces; i++)
        {
            var t = (float)i / CurvePieces;
            points.Add(Vector2.Lerp(Vector2.Lerp(from, control, t), Vector2.Lerp(control, to, t), t));
        }
    }

    private static void Arc(List<Vector2> points, Vector2 centre, float radius, float from, float to)
    {
        var pieces = (int)MathF.Ceiling(Math.Abs(to - from) / DegreesAPiece);
        for (var i = 0; i <= pieces; i++)
        {
            var angle = float.DegreesToRadians(from + ((to - from) * i / pieces));
            points.Add(centre + (radius * new Vector2(MathF.Cos(angle), MathF.Sin(angle))));
        }
    }

    private static float Number(string word) => float.Parse(word, CultureInfo.InvariantCulture);
}
