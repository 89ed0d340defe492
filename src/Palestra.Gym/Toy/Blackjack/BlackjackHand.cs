using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Palestra.Gym.Toy;

/// <summary>
/// The cards somebody holds, by what they count (1 an ace, 10 also a face), in the order in which they were drawn. Holds
/// its cards within itself: copying it copies them.
/// </summary>
internal struct BlackjackHand
{
    // The longest hand: 21 aces, and the card that goes over.
    [NotTunable("Follows from the rules: no hand can be longer.")]
    private const int Most = 22;

    private Cards _cards;
    private int _hard;
    private bool _hasAce;

    public int Count { get; private set; }

    /// <summary>An ace counts 11 where that does not go over.</summary>
    public readonly int Sum => UsableAce ? _hard + 10 : _hard;

    public readonly bool UsableAce => _hasAce && _hard + 10 <= BlackjackDynamics.Goal;

    public readonly bool IsBust => _hard > BlackjackDynamics.Goal;

    /// <summary>An ace and a ten, and nothing else.</summary>
    public readonly bool IsNatural => Count == 2 && _hasAce && _hard == 11;

    public readonly int this[int index] => _cards[index];

    public void Add(int card)
    {
        _cards[Count++] = (byte)card;
        _hard += card;
        _hasAce |= card == 1;
    }

    [UnscopedRef]
    public readonly ReadOnlySpan<byte> AsSpan() => ((ReadOnlySpan<byte>)_cards)[..Count];

    public readonly void Save(BinaryWriter writer)
    {
        writer.Write((byte)Count);
        writer.Write(AsSpan());
    }

    public static BlackjackHand Restore(BinaryReader reader)
    {
        var hand = default(BlackjackHand);
        for (var left = reader.ReadByte(); left > 0; left--)
        {
            hand.Add(reader.ReadByte());
        }

        return hand;
    }

    [InlineArray(Most)]
    private struct Cards
    {
        private byte _first;
    }
}
