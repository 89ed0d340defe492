using System.Globalization;
using System.Numerics;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.Toy;

/// <summary>
/// Draws a table: a frame is a copy of the empty table and a stamp per card. Table and cards are drawn once for all
/// environments. Thread-safe; allocates at the first frame only.
/// </summary>
internal static class BlackjackPainter
{
    // As in Gymnasium.
    public static readonly FrameSize Size = new(600, 500);

    private const int CardsLeft = 158;
    [NotTunable("Where the drawing of the table leaves room for cards.")]
    private const int CardsWidth = 410;

    private const int DealerRow = 40;
    private const int PlayerRow = 310;

    private static readonly Lazy<BlackjackTable> Table = new(() => new BlackjackTable(Size));
    private static readonly string[] Sums = [.. Enumerable.Range(0, 32).Select(sum => sum.ToString(CultureInfo.InvariantCulture))];

    /// <param name="shown">The dealer's first card.</param>
    /// <param name="payoff">What the player got for sticking; <c>null</c> if the player has not stuck.</param>
    public static void Paint(Span<byte> rgb, in BlackjackHand player, in BlackjackHand dealer, Card shown, double? payoff)
    {
        var table = Table.Value;
        table.Empty.CopyTo(rgb);
        var canvas = new Canvas(rgb, Size.Width, Size.Height);
        var revealed = payoff is not null;
        Row(table, rgb, dealer, DealerRow, shown, hidden: revealed ? -1 : 1);
        Row(table, rgb, player, PlayerRow, null, hidden: -1);
        Sum(canvas, revealed ? Sums[dealer.Sum] : dealer[0] == 1 ? "A+?" : table.Shown[dealer[0]], DealerRow);
        Sum(canvas, Sums[player.Sum], PlayerRow);
        if (player.UsableAce)
        {
            canvas.Text("ace as 11", new Vector2(86, PlayerRow + 103), 11, BlackjackTable.Gold, 1, TextAlign.Centre);
        }

        var verdict = player.IsBust ? Verdict.Bust : payoff switch
        {
            null => Verdict.None,
            > 1 => Verdict.Natural,
            > 0 => Verdict.Won,
            0 => Verdict.Push,
            _ => Verdict.Lost,
        };
        if (verdict != Verdict.None)
        {
            table.Verdicts[(int)verdict - 1].Stamp(rgb, Size.Width, Size.Height, (Size.Width - BlackjackTable.VerdictSize.Width) / 2, 220);
        }
    }

    private static void Row(BlackjackTable table, Span<byte> rgb, in BlackjackHand hand, int y, Card? first, int hidden)
    {
        // Side by side if they fit, else one over the other.
        var apart = hand.Count < 2 ? 0 : Math.Min(PlayingCards.Width + 10, (CardsWidth - PlayingCards.Width) / (hand.Count - 1));
        for (var i = 0; i < hand.Count; i++)
        {
            var sprite = i == hidden ? table.Cards.Back : table.Cards[Dressed(hand, i, first)];
            sprite.Stamp(rgb, Size.Width, Size.Height, CardsLeft + (i * apart), y);
        }
    }

    // Only the dealer's first card has a suit. The others are dressed by what lies there, so that a picture of a state is
    // always the same, and one suit after the other, so that no card lies there twice.
    private static Card Dressed(in BlackjackHand hand, int i, Card? first)
    {
        if (i == 0 && first is { } card)
        {
            return card;
        }

        var suit = (first is { } shown ? (int)shown.Suit : hand[0] * 3) + i;
        var rank = hand[i] == 10 ? (CardRank)((int)CardRank.Ten + (((hand[0] * 3) + (i * 7)) % 4)) : (CardRank)hand[i];
        return new Card(rank, (CardSuit)(suit % 4));
    }

    private static void Sum(Canvas canvas, string text, int row) =>
        canvas.Text(text, new Vector2(86, row + 65), 22, Rgb.White, 1, TextAlign.Centre);

    private enum Verdict
    {
        None,
        Won,
        Natural,
        Push,
        Lost,
        Bust,
    }
}
