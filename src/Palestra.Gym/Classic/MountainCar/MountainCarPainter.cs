using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.Classic;

/// <summary>
/// Draws the car on its hill, tilted along the slope. Sky, hills and flag are drawn once, at the first frame. Our own drawing.
/// Not thread-safe; allocates at the first frame only.
/// </summary>
/// <param name="goal">Position of the flag.</param>
internal sealed class MountainCarPainter(double goal)
{
    private static readonly Rgb Lacquer = new(214, 58, 54);
    private static readonly Rgb LacquerLit = new(242, 116, 100);
    private static readonly Rgb LacquerDark = new(146, 30, 38);
    private static readonly Rgb Glass = new(190, 226, 244);
    private static readonly Rgb Tyre = new(34, 36, 44);
    private static readonly Rgb Hub = new(208, 214, 222);
    private static readonly Rgb Lamp = new(255, 238, 160);

    private readonly Backdrop _backdrop = new(Size, canvas => Valley.Draw(canvas, goal));

    public static FrameSize Size { get; } = new(600, 400);

    public void Paint(Span<byte> rgb, double position) => Car(_backdrop.Begin(rgb), position);

    private static void Car(Canvas canvas, double position)
    {
        var car = new Placed(Valley.At(position), MathF.Atan((float)Valley.Slope(position)));
        car.Rectangle(canvas, -22, -1, 22, 3, Rgb.Black, 0.25f);
        car.Polygon(
            canvas,
            [
                new(-25, 8), new(-26, 17), new(-22, 21), new(-13, 22), new(-8, 32), new(7, 32), new(14, 22), new(24, 19),
                new(26, 14), new(26, 8),
            ],
            Lacquer);
        car.Polygon(canvas, [new(-10, 22.5f), new(-6, 30), new(-1, 30), new(-1, 22.5f)], Glass);
        car.Polygon(canvas, [new(1.5f, 22.5f), new(1.5f, 30), new(6, 30), new(11, 22.5f)], Glass);
        car.Rectangle(canvas, -24, 16.5f, 22, 18.5f, LacquerLit);
        car.Rectangle(canvas, -25, 8, 26, 11, LacquerDark);
        canvas.Circle(car[24, 15.5f], 2.4f, Lamp);
        foreach (var side in (ReadOnlySpan<float>)[-15, 15])
        {
            canvas.Circle(car[side, 7], 7.5f, Tyre);
            canvas.Circle(car[side, 7], 3.4f, Hub);
        }
    }
}
