using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.MultiAgent;

/// <summary>The ten digits as sprites of one size and colour, for scores and column numbers. Not thread-safe; allocates when made.</summary>
internal sealed class Numerals
{
    private readonly Sprite[] _digits;

    /// <param name="height">In pixels.</param>
    public Numerals(int height, Rgb colour)
    {
        (Width, Height) = ((height * 2 / 3) + 1, height);
        _digits = [.. Enumerable.Range(0, 10).Select(digit => new Sprite(Width, Height, canvas => Draw(canvas, digit, colour)))];
    }

    /// <summary>Of one digit, in pixels.</summary>
    public int Width { get; }

    public int Height { get; }

    public Sprite this[int digit] => _digits[digit];

    /// <summary>Writes a number of at most three digits, from its upper left corner; below 0 it shows 0.</summary>
    public void Write(Span<byte> rgb, FrameSize picture, int x, int y, int number)
    {
        var rest = Math.Clamp(number, 0, 999);
        var place = rest >= 100 ? 2 : rest >= 10 ? 1 : 0;
        for (; place >= 0; place--, rest /= 10)
        {
            _digits[rest % 10].Stamp(rgb, picture.Width, picture.Height, x + (place * Width), y);
        }
    }

    private static void Draw(Canvas canvas, int digit, Rgb colour) =>
        canvas.Text([(char)('0' + digit)], new Vector2(canvas.Width / 2f, 1), canvas.Height - 2, colour, align: TextAlign.Centre);
}
