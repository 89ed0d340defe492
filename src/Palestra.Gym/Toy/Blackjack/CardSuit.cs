namespace Palestra.Gym.Toy;

/// <summary>In the order in which Gymnasium draws them.</summary>
public enum CardSuit : byte
{
    Clubs,
    Diamonds,
    Hearts,
    Spades,
}
