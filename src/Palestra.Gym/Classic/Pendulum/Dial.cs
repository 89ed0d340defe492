using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.Classic;

/// <summary>What does not move about the pendulum: a wall, a dial with the upright marked, the motor. Our own drawing.</summary>
internal static class Dial
{
    private static readonly Rgb Above = new(246, 242, 234);
    private static readonly Rgb Below = new(222, 214, 202);
    private static readonly Rgb Plate = new(252, 251, 247);
    private static readonly Rgb Ring = new(168, 158, 144);
    private static readonly Rgb Mark = new(120, 112, 102);
    private static readonly Rgb Goal = new(64, 164, 104);
    private static readonly Rgb Motor = new(120, 128, 140);
    private static readonly Rgb MotorLit = new(196, 202, 210);

    public static void Draw(Canvas canvas, Vector2 centre, float metre)
    {
        Scenery.Gradient(canvas, 0, canvas.Height, Above, Below);
        var radius = metre * 1.42f;
        canvas.Circle(centre + new Vector2(4, 8), radius + 8, Rgb.Black, 0.10f);
        canvas.Circle(centre, radius + 8, Ring);
        canvas.Circle(centre, radius + 4, Plate);
        canvas.EllipseOutline(centre, new Vector2(radius - 22), 1.2f, Ring, 0.7f);
        for (var i = 0; i < 36; i++)
        {
            var direction = new Placed(centre, i * MathF.PI / 18);
            var isLong = i % 9 == 0;
            canvas.Line(direction[0, radius - (isLong ? 18 : 8)], direction[0, radius - 2], isLong ? 4 : 2, Mark, isLong ? 1 : 0.6f);
        }

        // Upright is where it shall stay.
        Span<Vector2> sector = stackalloc Vector2[18];
        for (var i = 0; i < 9; i++)
        {
            var direction = new Placed(centre, (i - 4) * 0.055f);
            sector[i] = direction[0, radius];
            sector[^(i + 1)] = direction[0, radius - 20];
        }

        canvas.Polygon(sector, Goal, 0.85f);
        canvas.Polygon([centre + new Vector2(-11, -radius - 20), centre + new Vector2(11, -radius - 20), centre + new Vector2(0, -radius - 3)], Goal);
        canvas.Circle(centre, 32, Ring, 0.6f);
        canvas.Circle(centre, 29, Motor);
        canvas.Circle(centre - new Vector2(2, 3), 22, MotorLit);
    }
}
