using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.MultiAgent;

/// <summary>The board and its discs. Our own drawings; discs in fractions of a cell.</summary>
internal static class ConnectFourDrawing
{
    public static readonly Rgb Red = new(232, 72, 76);
    public static readonly Rgb Yellow = new(255, 202, 64);
    private static readonly Rgb Wall = new(28, 34, 50);
    private static readonly Rgb Board = new(44, 98, 204);
    private static readonly Rgb BoardLit = new(92, 148, 244);
    private static readonly Rgb BoardDark = new(24, 58, 138);
    private static readonly Rgb Hole = new(22, 30, 56);

    /// <summary>What a cell shows.</summary>
    internal enum Face
    {
        Empty,
        Red,
        Yellow,
        RedLast,
        YellowLast,
        RedWon,
        YellowWon,
    }

    /// <summary>Everything but the cells.</summary>
    public static void Stand(Canvas canvas, Vector2 from, Vector2 to)
    {
        canvas.Clear(Wall);
        canvas.Glow(new Vector2(canvas.Width / 2f, canvas.Height * 0.45f), canvas.Width * 0.75f, new Rgb(66, 84, 130), 0.65f);
        canvas.Ellipse(new Vector2(canvas.Width / 2f, canvas.Height - 9), new Vector2(canvas.Width * 0.46f, 7), new Rgb(12, 15, 26), 0.6f);
        foreach (var x in (ReadOnlySpan<float>)[from.X + 8, to.X - 30])
        {
            canvas.Rectangle(new Vector2(x, to.Y - 14), new Vector2(x + 22, canvas.Height - 8), 5, BoardDark);
        }

        canvas.Rectangle(from, to + new Vector2(0, 4), 16, BoardDark);
        canvas.Rectangle(from, to, 16, BoardLit);
        canvas.Rectangle(from + new Vector2(2, 3), to, 15, Board);
    }

    public static void Cell(Canvas canvas, Face face)
    {
        canvas.Clear(Board);
        var (centre, unit) = (new Vector2(canvas.Width, canvas.Height) / 2, (float)canvas.Width);

        // The hole's lower edge catches the light, its upper one throws a shadow.
        canvas.Circle(centre + new Vector2(0, unit * 0.022f), unit * 0.425f, BoardLit);
        canvas.Circle(centre - new Vector2(0, unit * 0.012f), unit * 0.42f, BoardDark);
        canvas.Circle(centre, unit * 0.40f, Hole);
        if (face == Face.Empty)
        {
            canvas.Circle(centre + new Vector2(0, unit * 0.04f), unit * 0.36f, new Rgb(32, 43, 76));
            return;
        }

        var paint = face is Face.Red or Face.RedLast or Face.RedWon ? Red : Yellow;
        Disc(canvas, centre, unit * 0.385f, paint);
        if (face is Face.RedWon or Face.YellowWon)
        {
            canvas.EllipseOutline(centre, new Vector2(unit * 0.385f), unit * 0.075f, Rgb.White);
            Star(canvas, centre, unit * 0.20f, Rgb.White);
        }
        else if (face is Face.RedLast or Face.YellowLast)
        {
            canvas.Circle(centre, unit * 0.10f, Rgb.White, 0.95f);
        }
    }

    private static void Disc(Canvas canvas, Vector2 centre, float radius, Rgb paint)
    {
        var (dark, light) = (paint.Towards(Rgb.Black, 0.30), paint.Towards(Rgb.White, 0.45));
        canvas.Circle(centre, radius, dark);
        canvas.Circle(centre - new Vector2(0, radius * 0.03f), radius * 0.93f, paint);
        canvas.EllipseOutline(centre, new Vector2(radius * 0.66f), radius * 0.09f, dark, 0.55f);
        canvas.Ellipse(centre - new Vector2(radius * 0.30f, radius * 0.52f), new Vector2(radius * 0.34f, radius * 0.16f), light, 0.75f);
    }

    private static void Star(Canvas canvas, Vector2 centre, float radius, Rgb paint)
    {
        Span<Vector2> corners = stackalloc Vector2[10];
        for (var i = 0; i < corners.Length; i++)
        {
            var (sin, cos) = MathF.SinCos(i * MathF.Tau / corners.Length);
            corners[i] = centre + (new Vector2(sin, -cos) * (i % 2 == 0 ? radius : radius * 0.45f));
        }

        canvas.Polygon(corners, paint);
    }
}
