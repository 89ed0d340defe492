using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.Classic;

/// <summary>
/// Draws the cart and its pole. Wall, floor and rail are drawn once, at the first frame. The fan behind the pole is the angle
/// within which it counts as upright. Our own drawing. Not thread-safe; allocates at the first frame only.
/// </summary>
internal sealed class CartPolePainter
{
    // As in Gymnasium: 600 pixels for the whole track, 125 a metre.
    private const float Metre = 125;
    private const float RailTop = 300;
    private const float AxleTop = RailTop - 52;
    private const float PoleLength = Metre;

    private static readonly Rgb Body = new(38, 94, 140);
    private static readonly Rgb BodyLit = new(74, 142, 190);
    private static readonly Rgb BodyDark = new(24, 62, 96);
    private static readonly Rgb Tyre = new(36, 40, 50);
    private static readonly Rgb Hub = new(196, 204, 214);
    private static readonly Rgb Wood = new(196, 138, 78);
    private static readonly Rgb WoodLit = new(226, 178, 120);
    private static readonly Rgb WoodDark = new(150, 98, 50);
    private static readonly Rgb Brass = new(236, 196, 92);
    private static readonly Rgb Upright = new(72, 170, 110);
    private static readonly Rgb Fallen = new(224, 70, 66);
    private static readonly Rgb Push = new(244, 150, 38);

    private readonly Backdrop _backdrop = new(Size, canvas => Track.Draw(canvas, RailTop));

    public static FrameSize Size { get; } = new(600, 400);

    /// <param name="push">0 left, 1 right, -1 before the first step.</param>
    public void Paint(Span<byte> rgb, in CartPoleState state, int push)
    {
        var canvas = _backdrop.Begin(rgb);
        var x = (Size.Width / 2f) + (Metre * (float)state.Position);
        var axle = new Vector2(x, AxleTop);
        canvas.Ellipse(new Vector2(x, RailTop + 46), new Vector2(70, 7), Rgb.Black, 0.13f);
        Fan(canvas, axle, (float)state.Angle);
        Arrow(canvas, x, push);
        Cart(canvas, x);
        Pole(canvas, axle, (float)state.Angle);
    }

    private static void Fan(Canvas canvas, Vector2 axle, float angle)
    {
        const float Half = (float)CartPoleDynamics.AngleLimit;
        var upright = new Placed(axle, 0);
        Span<Vector2> corners = stackalloc Vector2[8];
        corners[0] = axle;
        for (var i = 1; i < corners.Length; i++)
        {
            var side = Half * ((i - 4) / 3f);
            corners[i] = upright[(PoleLength + 14) * MathF.Sin(side), (PoleLength + 14) * MathF.Cos(side)];
        }

        canvas.Polygon(corners, MathF.Abs(angle) > Half ? Fallen : Upright, 0.16f);
    }

    private static void Arrow(Canvas canvas, float x, int push)
    {
        if (push < 0)
        {
            return;
        }

        var toward = push == 1 ? 1 : -1;
        var tail = x - (toward * 100);
        Span<Vector2> corners =
        [
            new(tail, RailTop - 36), new(tail + (toward * 22), RailTop - 36), new(tail + (toward * 22), RailTop - 44),
            new(tail + (toward * 40), RailTop - 31), new(tail + (toward * 22), RailTop - 18), new(tail + (toward * 22), RailTop - 26),
            new(tail, RailTop - 26),
        ];
        canvas.Polygon(corners, Push, 0.9f);
    }

    private static void Cart(Canvas canvas, float x)
    {
        foreach (var side in (ReadOnlySpan<float>)[-30, 30])
        {
            var wheel = new Vector2(x + side, RailTop - 12);
            canvas.Circle(wheel, 12, Tyre);
            canvas.Circle(wheel, 6, Hub);
            canvas.Circle(wheel, 2, Tyre);
        }

        canvas.Rectangle(new Vector2(x - 52, RailTop - 50), new Vector2(x + 52, RailTop - 15), 7, Body);
        canvas.Rectangle(new Vector2(x - 47, RailTop - 47), new Vector2(x + 47, RailTop - 39), 4, BodyLit);
        canvas.Rectangle(new Vector2(x - 50, RailTop - 21), new Vector2(x + 50, RailTop - 16), 2, BodyDark);
    }

    private static void Pole(Canvas canvas, Vector2 axle, float angle)
    {
        canvas.Circle(axle, 13, BodyDark);
        var pole = new Placed(axle, -angle);
        pole.Rectangle(canvas, -5.5f, -4, 5.5f, PoleLength, Wood);
        pole.Rectangle(canvas, -3, 2, -0.5f, PoleLength - 2, WoodLit);
        pole.Rectangle(canvas, 3.2f, -4, 5.5f, PoleLength, WoodDark);
        pole.Rectangle(canvas, -6.5f, PoleLength - 7, 6.5f, PoleLength + 3, Brass);
        canvas.Circle(axle, 7, Brass);
        canvas.Circle(axle, 3, BodyDark);
    }
}
