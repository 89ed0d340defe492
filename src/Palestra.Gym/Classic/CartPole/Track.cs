using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.Classic;

/// <summary>What does not move behind the cart: a wall, a floor, the rail with its buffers. Our own drawing.</summary>
internal static class Track
{
    private static readonly Rgb WallAbove = new(232, 239, 246);
    private static readonly Rgb WallBelow = new(206, 219, 232);
    private static readonly Rgb FloorAbove = new(172, 184, 198);
    private static readonly Rgb FloorBelow = new(138, 152, 170);
    private static readonly Rgb Panel = new(190, 205, 220);
    private static readonly Rgb Steel = new(98, 110, 126);
    private static readonly Rgb SteelLit = new(206, 214, 224);
    private static readonly Rgb SteelDark = new(64, 74, 90);
    private static readonly Rgb Buffer = new(208, 62, 58);

    public static void Draw(Canvas canvas, float railTop)
    {
        const int Skirting = 326;
        Scenery.Gradient(canvas, 0, Skirting, WallAbove, WallBelow);
        Scenery.Gradient(canvas, Skirting, canvas.Height, FloorAbove, FloorBelow);
        canvas.Glow(new Vector2(300, 130), 290, Rgb.White, 0.75f);
        for (var x = 100; x < canvas.Width; x += 100)
        {
            canvas.Line(new Vector2(x, 0), new Vector2(x, Skirting - 6), 1.5f, Panel, 0.55f);
        }

        canvas.Rectangle(new Vector2(-5, Skirting - 7), new Vector2(canvas.Width + 5, Skirting), 0, Panel);
        Rail(canvas, railTop);
    }

    private static void Rail(Canvas canvas, float top)
    {
        foreach (var x in (ReadOnlySpan<float>)[50, 175, 300, 425, 550])
        {
            canvas.Rectangle(new Vector2(x - 6, top + 6), new Vector2(x + 6, top + 42), 1, SteelDark);
            canvas.Rectangle(new Vector2(x - 16, top + 38), new Vector2(x + 16, top + 44), 2, SteelDark);
            canvas.Rectangle(new Vector2(x - 4, top + 10), new Vector2(x - 2, top + 38), 0, Steel);
        }

        canvas.Rectangle(new Vector2(-5, top), new Vector2(canvas.Width + 5, top + 11), 0, Steel);
        canvas.Rectangle(new Vector2(-5, top), new Vector2(canvas.Width + 5, top + 3), 0, SteelLit);
        // A mark every half metre, a longer one in the middle.
        for (var mark = -4; mark <= 4; mark++)
        {
            canvas.Line(new Vector2(300 + (mark * 62.5f), top + 5), new Vector2(300 + (mark * 62.5f), top + (mark == 0 ? 17 : 9)), 1.6f, SteelLit);
        }

        foreach (var x in (ReadOnlySpan<float>)[0, canvas.Width])
        {
            canvas.Rectangle(new Vector2(x - 9, top - 40), new Vector2(x + 9, top + 11), 3, SteelDark);
            canvas.Rectangle(new Vector2(x - 13, top - 34), new Vector2(x + 13, top - 16), 5, Buffer);
        }
    }
}
