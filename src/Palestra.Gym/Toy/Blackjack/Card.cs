namespace Palestra.Gym.Toy;

/// <summary>A playing card.</summary>
internal readonly record struct Card(CardRank Rank, CardSuit Suit)
{
    /// <summary>The 52 cards in a row.</summary>
    public int Index => ((int)Suit * 13) + (int)Rank - 1;

    public bool IsRed => Suit is CardSuit.Diamonds or CardSuit.Hearts;

    public string RankText => Rank switch
    {
        CardRank.Ace => "A",
        CardRank.Jack => "J",
        CardRank.Queen => "Q",
        CardRank.King => "K",
        _ => ((int)Rank).ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    public string SuitText => Suit switch
    {
        CardSuit.Clubs => "♣",
        CardSuit.Diamonds => "♦",
        CardSuit.Hearts => "♥",
        _ => "♠",
    };
}
