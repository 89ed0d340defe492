using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.Toy;

/// <summary>A deck of drawn cards. Our own drawings. Immutable.</summary>
internal sealed class PlayingCards
{
    [NotTunable("The drawing of a card is made for this size.")]
    public const int Width = 104;
    [NotTunable("The drawing of a card is made for this size.")]
    public const int Height = 148;

    private static readonly Rgb Paper = new(253, 252, 247);
    private static readonly Rgb Edge = new(150, 156, 160);
    private static readonly Rgb Red = new(206, 32, 46);
    private static readonly Rgb Black = new(28, 32, 40);
    private static readonly Rgb Gold = new(236, 186, 72);

    private readonly Sprite[] _faces =
    [
        .. Enum.GetValues<CardSuit>().SelectMany(suit => Enum.GetValues<CardRank>(), (suit, rank) => new Card(rank, suit))
            .OrderBy(card => card.Index).Select(card => new Sprite(Width, Height, canvas => Face(canvas, card))),
    ];

    public Sprite Back { get; } = new(Width, Height, DrawBack);

    public Sprite this[Card card] => _faces[card.Index];

    private static void Face(Canvas canvas, Card card)
    {
        Blank(canvas);
        var ink = card.IsRed ? Red : Black;
        canvas.Text(card.RankText, new(13, 10), card.Rank == CardRank.Ten ? 12 : 14, ink, 1, TextAlign.Centre);
        canvas.Text(card.SuitText, new(13, 28), 11, ink, 1, TextAlign.Centre);
        if (card.Rank >= CardRank.Jack)
        {
            Portrait(canvas, card, ink);
        }
        else if (card.Rank > CardRank.Ace)
        {
            Pips(canvas, card, ink);
        }

        // The lower half is the upper one turned round; what stands in the middle is drawn once.
        TurnUpperHalf(canvas);
        switch (card.Rank)
        {
            case CardRank.Ace:
                canvas.Text(card.SuitText, new(Width / 2f, 50), 44, ink, 1, TextAlign.Centre);
                break;
            case CardRank.Three or CardRank.Five or CardRank.Nine:
                Pip(canvas, card, ink, 0.5f, 0.5f);
                break;
            case CardRank.Six or CardRank.Seven or CardRank.Eight:
                Pip(canvas, card, ink, 0.35f, 0.5f);
                Pip(canvas, card, ink, 0.65f, 0.5f);
                break;
        }

        if (card.Rank == CardRank.Seven)
        {
            Pip(canvas, card, ink, 0.5f, 0.34f);
        }
    }

    private static void Pips(Canvas canvas, Card card, Rgb ink)
    {
        if (card.Rank is CardRank.Two or CardRank.Three)
        {
            Pip(canvas, card, ink, 0.5f, 0.18f);
        }
        else
        {
            Pip(canvas, card, ink, 0.35f, 0.18f);
            Pip(canvas, card, ink, 0.65f, 0.18f);
        }

        if (card.Rank is CardRank.Nine or CardRank.Ten)
        {
            Pip(canvas, card, ink, 0.35f, 0.39f);
            Pip(canvas, card, ink, 0.65f, 0.39f);
        }

        if (card.Rank is CardRank.Eight or CardRank.Ten)
        {
            Pip(canvas, card, ink, 0.5f, card.Rank == CardRank.Ten ? 0.285f : 0.34f);
        }
    }

    private static void Pip(Canvas canvas, Card card, Rgb ink, float x, float y) =>
        canvas.Text(card.SuitText, new(x * (Width - 2), (y * (Height - 2)) - 10), 20, ink, 1, TextAlign.Centre);

    // Head and shoulders under what they wear: a cap with a feather, a tiara, a crown.
    private static void Portrait(Canvas canvas, Card card, Rgb ink)
    {
        var (coat, trim, hair) = card.IsRed
            ? (new Rgb(196, 44, 58), new Rgb(42, 76, 150), new Rgb(222, 176, 84))
            : (new Rgb(42, 76, 150), new Rgb(196, 44, 58), new Rgb(92, 60, 40));
        canvas.Rectangle(new(25, 11), new(77, 135), 4, Edge);
        canvas.Rectangle(new(26, 12), new(76, 134), 3, new Rgb(255, 247, 224));
        canvas.Text(card.SuitText, new(34.5f, 17), 11, ink, 1, TextAlign.Centre);
        canvas.Polygon([new(28, 74), new(33, 63), new(45, 57), new(57, 57), new(69, 63), new(74, 74)], coat);
        canvas.Polygon([new(43, 57), new(59, 57), new(51, 74)], Paper);
        canvas.Line(new(42, 58), new(51, 74), 3, trim);
        canvas.Line(new(60, 58), new(51, 74), 3, trim);
        if (card.Rank != CardRank.King)
        {
            canvas.Ellipse(new(51, 46), new(14, 15), hair);
        }

        canvas.Ellipse(new(51, 46), new(10.5f, 12.5f), new Rgb(248, 214, 184));
        if (card.Rank == CardRank.King)
        {
            canvas.Polygon([new(40, 46), new(43, 52), new(51, 50), new(59, 52), new(62, 46), new(61, 57), new(51, 65), new(41, 57)], hair);
        }

        canvas.Circle(new(47, 44), 1.4f, Black);
        canvas.Circle(new(55, 44), 1.4f, Black);
        canvas.Line(new(49, 53), new(53, 53), 1.6f, new Rgb(190, 70, 70));
        Headgear(canvas, card.Rank, coat, trim);
    }

    private static void Headgear(Canvas canvas, CardRank rank, Rgb coat, Rgb trim)
    {
        switch (rank)
        {
            case CardRank.Jack:
                canvas.Ellipse(new(50, 35), new(14, 6), coat);
                canvas.Rectangle(new(39, 36), new(63, 40), 2, trim);
                canvas.Polyline([new(61, 36), new(67, 28), new(67, 21)], 3, Gold);
                break;
            case CardRank.Queen:
                canvas.Polygon([new(39, 38), new(41, 30), new(46, 34), new(51, 25), new(56, 34), new(61, 30), new(63, 38)], Gold);
                canvas.Circle(new(41, 29), 2, trim);
                canvas.Circle(new(51, 24), 2.4f, trim);
                canvas.Circle(new(61, 29), 2, trim);
                break;
            default:
                canvas.Polygon([new(39, 38), new(37, 25), new(44, 31), new(51, 22), new(58, 31), new(65, 25), new(63, 38)], Gold);
                canvas.Rectangle(new(39, 35), new(63, 39), 1, trim);
                canvas.Line(new(51, 17), new(51, 23), 1.8f, Gold);
                canvas.Line(new(48.5f, 19.5f), new(53.5f, 19.5f), 1.8f, Gold);
                break;
        }
    }

    private static void DrawBack(Canvas canvas)
    {
        Blank(canvas);
        var (ground, light) = (new Rgb(34, 66, 140), new Rgb(104, 144, 214));
        canvas.Rectangle(new(10, 10), new(Width - 12, Height - 12), 5, ground);
        for (var row = 0; row < 11; row++)
        {
            for (var column = 0; column < 7; column++)
            {
                var at = new Vector2(15 + (column * 11.9f), 17 + (row * 11.2f));
                canvas.Polygon([at - new Vector2(0, 4.4f), at + new Vector2(4.2f, 0), at + new Vector2(0, 4.4f), at - new Vector2(4.2f, 0)], light, 0.8f);
            }
        }

        canvas.Circle(new(Width / 2f - 1, Height / 2f - 1), 23, ground);
        canvas.EllipseOutline(new(Width / 2f - 1, Height / 2f - 1), new(20, 20), 2, light);
        canvas.Text("♠", new(Width / 2f - 1, Height / 2f - 12), 22, Paper, 1, TextAlign.Centre);
    }

    private static void Blank(Canvas canvas)
    {
        canvas.Rectangle(new(3, 4), new(Width, Height), 9, Rgb.Black, 0.18f);
        canvas.Rectangle(new(1, 2), new(Width - 1, Height - 1), 9, Rgb.Black, 0.22f);
        canvas.Rectangle(new(0, 0), new(Width - 2, Height - 2), 8, Edge);
        canvas.Rectangle(new(1, 1), new(Width - 3, Height - 3), 7, Paper);
    }

    // About the middle of the paper, which is two pixels smaller than the card with its shadow.
    private static void TurnUpperHalf(Canvas canvas)
    {
        for (var y = 8; y < (Height - 2) / 2; y++)
        {
            for (var x = 3; x < Width - 5; x++)
            {
                canvas[Width - 3 - x, Height - 3 - y] = canvas[x, y];
            }
        }
    }
}
