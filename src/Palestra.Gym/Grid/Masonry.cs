using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.Grid;

/// <summary>Which neighbours of a cell are solid. It decides where a wall shows its front and where a floor lies in shadow.</summary>
[Flags]
internal enum Solid
{
    None = 0,
    Above = 1,
    Left = 2,
    Below = 4,
    Right = 8,
    All = 15,
}

/// <summary>Floors and walls seen from above and a little from the front, lit from the upper left.</summary>
internal static class Masonry
{
    private static readonly Rgb Stone = new(214, 221, 232);
    private static readonly Rgb StoneOther = new(203, 211, 225);
    private static readonly Rgb Seam = new(176, 186, 204);
    private static readonly Rgb Shade = new(22, 32, 58);
    private static readonly Rgb Top = new(88, 104, 136);
    private static readonly Rgb TopLit = new(126, 144, 178);
    private static readonly Rgb TopDark = new(62, 74, 102);
    private static readonly Rgb Front = new(54, 64, 90);
    private static readonly Rgb FrontLit = new(74, 86, 116);
    private static readonly Rgb Joint = new(36, 44, 66);

    /// <param name="other">The other of the two colours of a chequered floor.</param>
    public static void Floor(Canvas canvas, Solid solid, bool other)
    {
        canvas.Clear(other ? StoneOther : Stone);
        var (width, height) = (canvas.Width, canvas.Height);
        canvas.Rectangle(Vector2.Zero, new Vector2(width, 1), 0, Seam, 0.8f);
        canvas.Rectangle(Vector2.Zero, new Vector2(1, height), 0, Seam, 0.8f);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var above = solid.HasFlag(Solid.Above) ? Fade(y, 0.34f * height) : 0;
                var left = solid.HasFlag(Solid.Left) ? Fade(x, 0.22f * width) : 0;
                canvas.Blend(x, y, Shade, 0.42f * Math.Max(above, left));
            }
        }
    }

    public static void Wall(Canvas canvas, Solid solid)
    {
        canvas.Clear(Top);
        Vector2 size = new(canvas.Width, canvas.Height);
        var edge = Math.Max(1, size.X / 16);
        var front = solid.HasFlag(Solid.Below) ? size.Y : MathF.Round(size.Y * 0.62f);
        canvas.Line(size * new Vector2(0.30f, 0.24f), size * new Vector2(0.42f, 0.24f), edge * 0.7f, TopDark, 0.35f);
        canvas.Line(size * new Vector2(0.62f, 0.46f), size * new Vector2(0.72f, 0.46f), edge * 0.7f, TopLit, 0.30f);
        if (!solid.HasFlag(Solid.Right))
        {
            canvas.Rectangle(new Vector2(size.X - edge, 0), new Vector2(size.X, front), 0, TopDark);
        }

        if (!solid.HasFlag(Solid.Left))
        {
            canvas.Rectangle(Vector2.Zero, new Vector2(edge, front), 0, TopLit);
        }

        if (!solid.HasFlag(Solid.Above))
        {
            canvas.Rectangle(Vector2.Zero, new Vector2(size.X, edge), 0, TopLit);
        }

        if (!solid.HasFlag(Solid.Below))
        {
            Bricks(canvas, front);
        }
    }

    private static void Bricks(Canvas canvas, float top)
    {
        var (width, height) = (canvas.Width, canvas.Height);
        var line = Math.Max(1, width / 24f);
        var middle = (top + height) / 2;
        canvas.Rectangle(new Vector2(0, top), new Vector2(width, height), 0, Front);
        canvas.Rectangle(new Vector2(0, top), new Vector2(width, top + line), 0, FrontLit);
        canvas.Rectangle(new Vector2(0, middle), new Vector2(width, middle + line), 0, Joint);
        canvas.Rectangle(new Vector2(width * 0.5f, top + line), new Vector2((width * 0.5f) + line, middle), 0, Joint);
        canvas.Rectangle(new Vector2(width * 0.25f, middle), new Vector2((width * 0.25f) + line, height), 0, Joint);
        canvas.Rectangle(new Vector2(width * 0.75f, middle), new Vector2((width * 0.75f) + line, height), 0, Joint);
        canvas.Rectangle(new Vector2(0, height - line), new Vector2(width, height), 0, Joint, 0.7f);
    }

    private static float Fade(float distance, float reach)
    {
        var near = 1 - (distance / reach);
        return near <= 0 ? 0 : near * near;
    }
}
