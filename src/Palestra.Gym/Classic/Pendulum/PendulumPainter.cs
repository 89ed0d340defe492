using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.Classic;

/// <summary>
/// Draws the rod on its motor; a bent arrow about the axle shows which way the motor turns, and by its length and width how
/// strongly. Wall, dial and motor are drawn once, at the first frame. Our own drawing. Not thread-safe; allocates at the
/// first frame only.
/// </summary>
internal sealed class PendulumPainter
{
    // As in Gymnasium: 4.4 m for 500 pixels, the axle in the middle.
    private const float Metre = 500 / 4.4f;

    private static readonly Vector2 Centre = new(250, 250);
    private static readonly Rgb Rod = new(206, 70, 66);
    private static readonly Rgb RodLit = new(244, 136, 118);
    private static readonly Rgb RodDark = new(142, 34, 42);
    private static readonly Rgb Axle = new(44, 50, 62);
    private static readonly Rgb AxleLit = new(226, 230, 236);
    private static readonly Rgb Torque = new(38, 104, 178);

    private readonly Backdrop _backdrop = new(Size, canvas => Dial.Draw(canvas, Centre, Metre));

    public static FrameSize Size { get; } = new(500, 500);

    /// <param name="angle">Radians from upright, counter-clockwise positive.</param>
    /// <param name="torque">The last torque, counter-clockwise positive.</param>
    public void Paint(Span<byte> rgb, double angle, float torque)
    {
        var canvas = _backdrop.Begin(rgb);
        var rod = new Placed(Centre, (float)Math.IEEERemainder(angle, Math.Tau));
        var end = rod[0, Metre];
        canvas.Line(Centre, end, 27, RodDark);
        canvas.Line(Centre, end, 22, Rod);
        canvas.Circle(end, 17, RodDark);
        canvas.Circle(end, 14.5f, Rod);
        canvas.Line(rod[-5, 12], rod[-5, Metre - 8], 4, RodLit);
        canvas.Circle(rod[-5, Metre + 4], 3.5f, RodLit);
        Arrow(canvas, torque);
        canvas.Circle(Centre, 9, Axle);
        canvas.Circle(Centre, 4, AxleLit);
    }

    private static void Arrow(Canvas canvas, float torque)
    {
        var strength = MathF.Abs(torque) / PendulumDynamics.MaxTorque;
        if (strength < 0.02f)
        {
            return;
        }

        var sweep = MathF.CopySign(0.35f + (2.2f * strength), torque);
        Scenery.BentArrow(canvas, Centre, 48, 5 + (7 * strength), (MathF.PI / 2) - (sweep / 2), sweep, Torque, 0.88f);
    }
}
