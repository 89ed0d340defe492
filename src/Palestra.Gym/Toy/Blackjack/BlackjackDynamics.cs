namespace Palestra.Gym.Toy;

/// <summary>
/// The rules, apart from who plays. Cards come from an endless deck: each draw is independent. Blackjack as in Sutton and
/// Barto, "Reinforcement Learning: An Introduction", example 5.1, and in Gymnasium's Blackjack-v1.
/// </summary>
internal static class BlackjackDynamics
{
    /// <summary>Who goes over this has lost.</summary>
    public const int Goal = 21;

    // Below this the dealer must draw.
    private const int DealerStands = 17;

    private const int Ranks = 13;

    /// <summary>One draw: ace (1) to 9 each as likely as any of the four cards that count 10.</summary>
    public static int DrawCard(NumpyRandom random) => Math.Min((int)random.Integers(0, Ranks) + 1, 10);

    public static BlackjackHand DrawHand(NumpyRandom random)
    {
        var hand = default(BlackjackHand);
        hand.Add(DrawCard(random));
        hand.Add(DrawCard(random));
        return hand;
    }

    /// <summary>The dealer's shown card as a picture has it: a suit, and a face if it counts 10.</summary>
    public static Card DrawFace(in BlackjackHand dealer, NumpyRandom random)
    {
        var suit = (CardSuit)random.Integers(0, 4);
        return new(dealer[0] == 10 ? (CardRank)((int)CardRank.Jack + random.Integers(0, 3)) : (CardRank)dealer[0], suit);
    }

    /// <summary>What the dealer does once the player sticks.</summary>
    public static void PlayDealer(ref BlackjackHand dealer, NumpyRandom random)
    {
        while (dealer.Sum < DealerStands)
        {
            dealer.Add(DrawCard(random));
        }
    }

    /// <summary>The reward of a player who sticks: 1, 0 or -1, or 1.5 for a natural that is paid for.</summary>
    /// <param name="natural">Whether a natural that wins pays half as much again.</param>
    /// <param name="sab">Sutton and Barto's rules: a natural against none wins, and <paramref name="natural"/> says nothing.</param>
    public static double Payoff(in BlackjackHand player, in BlackjackHand dealer, bool natural, bool sab)
    {
        if (sab && player.IsNatural && !dealer.IsNatural)
        {
            return 1;
        }

        var reward = Math.Sign(Score(player) - Score(dealer));
        return natural && !sab && player.IsNatural && reward == 1 ? 1.5 : reward;
    }

    private static int Score(in BlackjackHand hand) => hand.IsBust ? 0 : hand.Sum;
}
