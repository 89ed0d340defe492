using System.Globalization;
using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.Toy;

/// <summary>What every picture of a table is made of: the empty table, the cards, the verdicts. Our own drawings. Immutable.</summary>
internal sealed class BlackjackTable
{
    public static readonly Rgb Gold = new(244, 206, 110);

    public static readonly FrameSize VerdictSize = new(330, 60);

    private static readonly Rgb FeltLit = new(44, 132, 84);
    private static readonly Rgb FeltDark = new(13, 66, 44);
    private static readonly Rgb Wood = new(104, 62, 36);
    private static readonly Rgb WoodLit = new(150, 98, 58);

    public BlackjackTable(FrameSize size)
    {
        Empty = new byte[size.Bytes];
        Draw(new Canvas(Empty, size.Width, size.Height));
        Shown = [.. Enumerable.Range(0, 11).Select(card => string.Create(CultureInfo.InvariantCulture, $"{card}+?"))];
        Verdicts =
        [
            VerdictOf("You win  +1", new Rgb(250, 222, 130), new Rgb(92, 60, 8)), VerdictOf("Natural!  +1.5", new Rgb(250, 222, 130), new Rgb(92, 60, 8)),
            VerdictOf("Push  0", new Rgb(214, 222, 228), new Rgb(52, 62, 74)), VerdictOf("Dealer wins  -1", new Rgb(196, 60, 60), Rgb.White),
            VerdictOf("Bust  -1", new Rgb(196, 60, 60), Rgb.White),
        ];
    }

    /// <summary>RGB, of the size of a frame.</summary>
    public byte[] Empty { get; }

    public PlayingCards Cards { get; } = new();

    /// <summary>By what the dealer's shown card counts: that, and something hidden.</summary>
    public string[] Shown { get; }

    /// <summary>You win, natural, push, dealer wins, bust.</summary>
    public Sprite[] Verdicts { get; }

    private static void Draw(Canvas canvas)
    {
        Felt(canvas);
        Rim(canvas);
        var middle = canvas.Width / 2f;
        canvas.Line(new(60, 210), new(canvas.Width - 60, 210), 1.5f, Gold, 0.35f);
        canvas.Line(new(60, 290), new(canvas.Width - 60, 290), 1.5f, Gold, 0.35f);
        canvas.Text("♠ ♥ BLACKJACK ♦ ♣", new(middle, 229), 22, Gold, 0.55f, TextAlign.Centre);
        canvas.Text("DEALER DRAWS BELOW 17", new(middle, 265), 10, Gold, 0.5f, TextAlign.Centre);
        Place(canvas, "DEALER", 40);
        Place(canvas, "YOU", 310);
    }

    // Lit from above, with a fine weave.
    private static void Felt(Canvas canvas)
    {
        for (var y = 0; y < canvas.Height; y++)
        {
            for (var x = 0; x < canvas.Width; x++)
            {
                var from = new Vector2((x / (float)canvas.Width) - 0.5f, (y / (float)canvas.Height) - 0.42f);
                var weave = (((x * 7) ^ (y * 13)) % 5) - 2;
                canvas[x, y] = FeltLit.Towards(FeltDark, Math.Min(1, 1.45 * from.Length())).Lighter(weave * 0.9);
            }
        }
    }

    private static void Rim(Canvas canvas)
    {
        var (w, h) = (canvas.Width, canvas.Height);
        foreach (var (inset, colour, alpha) in (ReadOnlySpan<(float, Rgb, float)>)[(0, Wood, 1), (4, WoodLit, 1), (7, Wood, 1), (12, new Rgb(60, 34, 20), 1), (16, Rgb.Black, 0.35f), (19, Rgb.Black, 0.2f)])
        {
            var next = inset switch { 0 => 4, 4 => 7, 7 => 12, 12 => 16, 16 => 19, _ => 23f };
            canvas.Rectangle(new(inset, inset), new(w - inset, next), 0, colour, alpha);
            canvas.Rectangle(new(inset, h - next), new(w - inset, h - inset), 0, colour, alpha);
            canvas.Rectangle(new(inset, next), new(next, h - next), 0, colour, alpha);
            canvas.Rectangle(new(w - next, next), new(w - inset, h - next), 0, colour, alpha);
        }
    }

    private static void Place(Canvas canvas, string who, float y)
    {
        canvas.Text(who, new(86, y + 28), 13, Gold, 0.95f, TextAlign.Centre);
        canvas.Rectangle(new(42, y + 52), new(130, y + 100), 14, Rgb.Black, 0.38f);
        canvas.Rectangle(new(43, y + 53), new(129, y + 99), 13, Rgb.White, 0.06f);
    }

    private static Sprite VerdictOf(string text, Rgb paper, Rgb ink) => new(VerdictSize.Width, VerdictSize.Height, canvas =>
    {
        var size = new Vector2(canvas.Width, canvas.Height);
        canvas.Rectangle(new(4, 7), size - new Vector2(4, 1), 18, Rgb.Black, 0.35f);
        canvas.Rectangle(new(3, 3), size - new Vector2(3, 5), 18, ink.Towards(paper, 0.35));
        canvas.Rectangle(new(5, 5), size - new Vector2(5, 7), 16, paper);
        canvas.Text(text, new(size.X / 2, (size.Y / 2) - 13), 24, ink, 1, TextAlign.Centre);
    });
}
