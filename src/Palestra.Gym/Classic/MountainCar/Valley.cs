using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.Classic;

/// <summary>What does not move behind the car: sky, far mountains, the hill, the wall and the flag. Our own drawing.</summary>
internal static class Valley
{
    // As in Gymnasium: 1.8 units of position for 600 pixels, heights to the same scale from the lower edge.
    private const double Unit = 600 / (MountainCarDynamics.MaxPosition - MountainCarDynamics.MinPosition);

    [NotTunable("The height of Gymnasium's pictures of this environment.")]
    private const double PictureHeight = 400;

    private static readonly Rgb SkyAbove = new(96, 166, 222);
    private static readonly Rgb SkyBelow = new(222, 240, 248);
    private static readonly Rgb Sun = new(255, 244, 196);
    private static readonly Rgb FarRange = new(150, 178, 206);
    private static readonly Rgb NearRange = new(126, 162, 176);
    private static readonly Rgb Snow = new(248, 252, 255);
    private static readonly Rgb Grass = new(98, 168, 74);
    private static readonly Rgb GrassLit = new(150, 206, 98);
    private static readonly Rgb Soil = new(134, 106, 70);
    private static readonly Rgb SoilDeep = new(82, 66, 52);
    private static readonly Rgb Stone = new(142, 146, 154);
    private static readonly Rgb StoneDark = new(96, 100, 112);
    private static readonly Rgb Mast = new(244, 244, 240);
    private static readonly Rgb Cloth = new(250, 198, 44);
    private static readonly Rgb ClothDark = new(222, 152, 22);

    /// <summary>The point of the ground at a position, in pixels.</summary>
    public static Vector2 At(double position) => new(
        (float)((position - MountainCarDynamics.MinPosition) * Unit),
        (float)(PictureHeight - (((Math.Sin(3 * position) * 0.45) + 0.55) * Unit)));

    /// <summary>Rise of the ground per unit of position.</summary>
    public static double Slope(double position) => 3 * 0.45 * Math.Cos(3 * position);

    public static void Draw(Canvas canvas, double goal)
    {
        Scenery.Gradient(canvas, 0, canvas.Height, SkyAbove, SkyBelow);
        canvas.Glow(new Vector2(120, 74), 130, Sun, 0.75f);
        canvas.Circle(new Vector2(120, 74), 27, Sun);
        Cloud(canvas, new Vector2(300, 66), 1);
        Cloud(canvas, new Vector2(462, 40), 0.6f);
        Range(canvas);
        Wall(canvas);
        Ground(canvas);
        Flag(canvas, At(goal));
    }

    private static void Cloud(Canvas canvas, Vector2 at, float scale)
    {
        canvas.Ellipse(at, scale * new Vector2(52, 13), Snow, 0.9f);
        canvas.Ellipse(at + (scale * new Vector2(-16, -10)), scale * new Vector2(22, 16), Snow, 0.9f);
        canvas.Ellipse(at + (scale * new Vector2(12, -13)), scale * new Vector2(27, 19), Snow, 0.9f);
    }

    private static void Range(Canvas canvas)
    {
        canvas.Polygon([new(0, 400), new(0, 250), new(90, 176), new(170, 232), new(290, 128), new(420, 246), new(500, 196), new(600, 252), new(600, 400)], FarRange);
        canvas.Polygon([new(290, 128), new(254, 160), new(276, 156), new(290, 168), new(306, 154), new(326, 161)], Snow, 0.92f);
        canvas.Polygon([new(90, 176), new(68, 194), new(84, 191), new(94, 198), new(113, 192)], Snow, 0.92f);
        canvas.Polygon([new(0, 400), new(0, 300), new(140, 246), new(250, 300), new(380, 252), new(600, 320), new(600, 400)], NearRange);
    }

    // Column by column: a lit edge, grass, soil that darkens downward; the edge is as sharp as its height is exact.
    private static void Ground(Canvas canvas)
    {
        for (var x = 0; x < canvas.Width; x++)
        {
            var position = MountainCarDynamics.MinPosition + ((x + 0.5) / Unit);
            var top = At(position).Y;
            var steepness = (float)Math.Sqrt(1 + (Slope(position) * Slope(position)));
            for (var y = Math.Max(0, (int)top - 1); y < canvas.Height; y++)
            {
                var depth = (y + 0.5f - top) / steepness;
                var colour = depth < 3 ? GrassLit
                    : depth < 16 ? GrassLit.Towards(Grass, (depth - 3) / 13)
                    : Soil.Towards(SoilDeep, Math.Min(1, (depth - 16) / 150));
                if (depth is >= 14 and < 18)
                {
                    colour = Grass.Towards(Soil, (depth - 14) / 4);
                }

                canvas.Blend(x, y, colour, Math.Clamp(depth + 0.5f, 0, 1));
            }
        }
    }

    private static void Wall(Canvas canvas)
    {
        var foot = At(MountainCarDynamics.MinPosition).Y;
        for (var course = 0; course < 8; course++)
        {
            var y = foot + 36 - (course * 14);
            canvas.Rectangle(new Vector2(-10, y - 13), new Vector2(course % 2 == 0 ? 17 : 13, y), 3, StoneDark);
            canvas.Rectangle(new Vector2(-10, y - 12), new Vector2(course % 2 == 0 ? 15.5f : 11.5f, y - 3), 2, Stone);
        }
    }

    private static void Flag(Canvas canvas, Vector2 foot)
    {
        var top = foot - new Vector2(0, 56);
        canvas.Ellipse(foot + new Vector2(0, 1), new Vector2(9, 3.5f), StoneDark);
        canvas.Line(foot, top, 4, Mast);
        canvas.Line(foot + new Vector2(1.2f, 0), top + new Vector2(1.2f, 0), 1.2f, Stone);
        canvas.Polygon([top + new Vector2(2, 2), top + new Vector2(30, 11), top + new Vector2(2, 22)], Cloth);
        canvas.Polygon([top + new Vector2(2, 15), top + new Vector2(20, 15), top + new Vector2(2, 22)], ClothDark);
        canvas.Circle(top, 3.5f, Cloth);
    }
}
