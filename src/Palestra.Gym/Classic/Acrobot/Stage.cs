using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.Classic;

/// <summary>What does not move about the acrobot: a dark stage, the beam it hangs from, the rope it must reach. Our own drawing.</summary>
internal static class Stage
{
    private static readonly Rgb Above = new(34, 30, 66);
    private static readonly Rgb Below = new(58, 50, 100);
    private static readonly Rgb Boards = new(96, 66, 58);
    private static readonly Rgb BoardsDark = new(60, 42, 46);
    private static readonly Rgb Light = new(150, 140, 220);
    private static readonly Rgb Curtain = new(128, 28, 50);
    private static readonly Rgb CurtainLit = new(166, 48, 66);
    private static readonly Rgb CurtainDark = new(90, 16, 38);
    private static readonly Rgb Rope = new(250, 224, 150);
    private static readonly Rgb Beam = new(120, 126, 146);
    private static readonly Rgb BeamLit = new(186, 192, 208);

    private static ReadOnlySpan<byte> Pennants => [236, 84, 78, 250, 200, 70, 92, 190, 140, 96, 160, 230];

    public static void Draw(Canvas canvas, Vector2 centre, float metre)
    {
        Scenery.Gradient(canvas, 0, 440, Above, Below);
        Scenery.Gradient(canvas, 440, canvas.Height, Boards, BoardsDark);
        canvas.Glow(centre, 250, Light, 0.55f);
        canvas.Ellipse(new Vector2(centre.X, 466), new Vector2(150, 15), Light, 0.28f);
        Curtains(canvas);
        Goal(canvas, centre.Y - metre);
        // Two posts far behind, and the beam that carries the fixed joint.
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
        {
            canvas.Line(centre + new Vector2(side * 34, 0), new Vector2(centre.X + (side * 64), 446), 5, Beam, 0.55f);
        }

        canvas.Rectangle(centre + new Vector2(-48, -7), centre + new Vector2(48, 7), 5, Beam);
        canvas.Rectangle(centre + new Vector2(-45, -5), centre + new Vector2(45, -2), 1, BeamLit);
    }

    private static void Curtains(Canvas canvas)
    {
        for (var fold = 0; fold < 4; fold++)
        {
            foreach (var side in (ReadOnlySpan<int>)[0, 1])
            {
                var x = side == 0 ? fold * 13 : canvas.Width - 13 - (fold * 13);
                var length = 452 - (fold * 12);
                canvas.Rectangle(new Vector2(x - 1, -10), new Vector2(x + 14, length), 6, Curtain);
                canvas.Line(new Vector2(x + 4, 0), new Vector2(x + 4, length - 8), 3, CurtainLit);
                canvas.Line(new Vector2(x + 12, 0), new Vector2(x + 12, length - 8), 2, CurtainDark);
            }
        }
    }

    private static void Goal(Canvas canvas, float y)
    {
        canvas.Line(new Vector2(-5, y), new Vector2(canvas.Width + 5, y), 3, Rope);
        for (var i = 0; i < 12; i++)
        {
            var x = 24 + (i * 41f);
            var colour = new Rgb(Pennants[i % 4 * 3], Pennants[(i % 4 * 3) + 1], Pennants[(i % 4 * 3) + 2]);
            canvas.Polygon([new(x - 9, y + 2), new(x + 9, y + 2), new(x, y + 17)], colour, 0.9f);
        }
    }
}
