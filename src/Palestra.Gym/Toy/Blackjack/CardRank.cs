namespace Palestra.Gym.Toy;

/// <summary>Pips, or a face.</summary>
public enum CardRank : byte
{
    Ace = 1,
    Two,
    Three,
    Four,
    Five,
    Six,
    Seven,
    Eight,
    Nine,
    Ten,
    Jack,
    Queen,
    King,
}
