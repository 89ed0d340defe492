using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.MultiAgent;

/// <summary>The ten digits as sprites of one size and colour, for scores and column numbers. Not thread-safe; allocates when made.</summary>
internal sealed class Numerals
{
    // Segments lit per digit: top, upper right, lower right, bottom, lower left, upper left, middle.
    private static readonly byte[] Segments = [0b0111111, 0b0000110, 0b1011011, 0b1001111, 0b1100110, 0b1101101, 0b1111101, 0b0000111, 0b1111111, 0b1101111];

    private static readonly (Vector2 From, Vector2 To)[] Lines =
    [
        (new(0, 0), new(1, 0)), (new(1, 0), new(1, 1)), (new(1, 1), new(1, 2)), (new(0, 2), new(1, 2)),
        (new(0, 1), new(0, 2)), (new(0, 0), new(0, 1)), (new(0, 1), new(1, 1)),
    ];

    private readonly Sprite[] _digits;

    /// <param name="height">In pixels.</param>
    public Numerals(int height, Rgb colour)
    {
        (Width, Height) = ((height * 2 / 3) + 1, height);
        _digits = [.. Enumerable.Range(0, 10).Select(digit => new Sprite(Width, Height, canvas => Draw(canvas, Segments[digit], colour)))];
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

    private static void Draw(Canvas canvas, byte segments, Rgb colour)
    {
        var stroke = canvas.Height * 0.15f;
        var scale = new Vector2(canvas.Height * 0.38f, (canvas.Height - (stroke * 1.4f)) / 2);
        var origin = new Vector2((canvas.Width - scale.X) / 2, stroke * 0.7f);
        for (var i = 0; i < Lines.Length; i++)
        {
            if ((segments >> i & 1) != 0)
            {
                canvas.Line(origin + (Lines[i].From * scale), origin + (Lines[i].To * scale), stroke, colour);
            }
        }
    }
}
