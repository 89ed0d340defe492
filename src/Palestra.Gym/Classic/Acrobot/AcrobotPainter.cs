using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.Classic;

/// <summary>
/// Draws the two links under their beam, the rope they must reach and the torque on the joint between them. Stage, rope and
/// beam are drawn once, at the first frame. Our own drawing. Not thread-safe; allocates at the first frame only.
/// </summary>
internal sealed class AcrobotPainter
{
    // As in Gymnasium: 4.4 m for 500 pixels, the fixed joint in the middle.
    private const float Metre = 500 / 4.4f;

    private static readonly Vector2 Centre = new(250, 250);
    private static readonly Rgb Steel = new(104, 186, 206);
    private static readonly Rgb SteelLit = new(190, 232, 240);
    private static readonly Rgb SteelDark = new(40, 104, 128);
    private static readonly Rgb Second = new(244, 152, 88);
    private static readonly Rgb SecondLit = new(255, 210, 164);
    private static readonly Rgb SecondDark = new(170, 84, 40);
    private static readonly Rgb Gold = new(250, 206, 90);
    private static readonly Rgb GoldDark = new(168, 118, 30);
    private static readonly Rgb Torque = new(255, 240, 200);

    private readonly Backdrop _backdrop = new(Size, canvas => Stage.Draw(canvas, Centre, Metre));

    public static FrameSize Size { get; } = new(500, 500);

    /// <param name="torque">-1, 0 or 1; counter-clockwise positive.</param>
    public void Paint(Span<byte> rgb, in AcrobotState state, int torque)
    {
        var canvas = _backdrop.Begin(rgb);
        var (angle1, angle2) = ((float)state.Angle1, (float)state.Angle1 + (float)state.Angle2);
        var middle = Centre + (Metre * new Vector2(MathF.Sin(angle1), MathF.Cos(angle1)));
        var end = middle + (Metre * new Vector2(MathF.Sin(angle2), MathF.Cos(angle2)));
        if (end.Y < Centre.Y - Metre)
        {
            canvas.Glow(end, 46, Gold, 0.8f);
        }

        Link(canvas, Centre, angle1, Steel, SteelLit, SteelDark);
        Joint(canvas, Centre, 11);
        if (torque != 0)
        {
            var from = angle2 - (MathF.PI / 2) - (torque * 1.1f);
            Scenery.BentArrow(canvas, middle, 29, 6, from, torque * 2.0f, Torque, 0.9f);
        }

        Link(canvas, middle, angle2, Second, SecondLit, SecondDark);
        Joint(canvas, middle, 11);
        Joint(canvas, end, 8);
    }

    private static void Link(Canvas canvas, Vector2 joint, float angle, Rgb colour, Rgb lit, Rgb dark)
    {
        // Hanging down at angle 0.
        var link = new Placed(joint, angle);
        link.Polygon(canvas, [new(-9, 0), new(-7, -Metre), new(7, -Metre), new(9, 0)], dark);
        link.Polygon(canvas, [new(-6.8f, -2), new(-5, -Metre), new(5, -Metre), new(6.8f, -2)], colour);
        link.Polygon(canvas, [new(-4, -8), new(-3, -Metre + 6), new(-0.6f, -Metre + 6), new(-0.8f, -8)], lit);
    }

    private static void Joint(Canvas canvas, Vector2 at, float radius)
    {
        canvas.Circle(at, radius, GoldDark);
        canvas.Circle(at, radius - 2, Gold);
        canvas.Circle(at, radius / 3, GoldDark);
    }
}
