using Palestra.Gym.Rendering;

namespace Palestra.Gym.Toy;

/// <summary>
/// Get closer to 21 than the dealer without going over. Actions: 0 stick, 1 hit. Number for number Gymnasium's
/// Blackjack-v1 (see <see cref="BlackjackDynamics"/>).
/// </summary>
public sealed class Blackjack : Env<BlackjackObservation, long>
{
    private const long Hit = 1;

    private readonly bool _natural;
    private readonly bool _sab;
    private BlackjackHand _player;
    private BlackjackHand _dealer;
    private bool _stuck;

    /// <param name="natural">Whether a winning natural (an ace and a ten) pays 1.5.</param>
    /// <param name="sab">Sutton and Barto's rules: a natural beats everything but a natural; <paramref name="natural"/> is ignored.</param>
    public Blackjack(bool natural = false, bool sab = false)
        : base(new Discrete(2), new TupleSpace(new Discrete(32), new Discrete(11), new Discrete(2))) => (_natural, _sab) = (natural, sab);

    /// <summary>What the player's cards count, in the order drawn. Valid until the next reset or step.</summary>
    public ReadOnlySpan<byte> PlayerCards => _player.AsSpan();

    /// <summary>What the dealer's cards count, in the order drawn: the first is shown. Valid until the next reset or step.</summary>
    public ReadOnlySpan<byte> DealerCards => _dealer.AsSpan();

    /// <summary>Drawn at reset for the picture alone.</summary>
    public CardSuit DealerTopCardSuit { get; private set; }

    /// <inheritdoc cref="DealerTopCardSuit"/>
    public CardRank DealerTopCardRank { get; private set; }

    internal (bool Natural, bool Sab) Rules => (_natural, _sab);

    public override FrameSize FrameSize => BlackjackPainter.Size;

    public override StepResult<BlackjackObservation> Step(long action)
    {
        if (action == Hit)
        {
            _player.Add(BlackjackDynamics.DrawCard(Random));
            return new StepResult<BlackjackObservation>(Observation(), _player.IsBust ? -1 : 0, _player.IsBust, false);
        }

        _stuck = true;
        BlackjackDynamics.PlayDealer(ref _dealer, Random);
        return new StepResult<BlackjackObservation>(Observation(), BlackjackDynamics.Payoff(_player, _dealer, _natural, _sab), true, false);
    }

    public override void Render(Span<byte> rgb) => BlackjackPainter.Paint(
        rgb, _player, _dealer, new Card(DealerTopCardRank, DealerTopCardSuit), _stuck ? BlackjackDynamics.Payoff(_player, _dealer, _natural, _sab) : null);

    protected override BlackjackObservation OnReset(ParameterValues? options)
    {
        _dealer = BlackjackDynamics.DrawHand(Random);
        _player = BlackjackDynamics.DrawHand(Random);
        _stuck = false;
        (DealerTopCardRank, DealerTopCardSuit) = BlackjackDynamics.DrawFace(_dealer, Random);
        return Observation();
    }

    protected override void OnSave(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _player.Save(writer);
        _dealer.Save(writer);
        writer.Write(_stuck);
        writer.Write((byte)DealerTopCardSuit);
        writer.Write((byte)DealerTopCardRank);
    }

    protected override void OnRestore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _player = BlackjackHand.Restore(reader);
        _dealer = BlackjackHand.Restore(reader);
        _stuck = reader.ReadBoolean();
        DealerTopCardSuit = (CardSuit)reader.ReadByte();
        DealerTopCardRank = (CardRank)reader.ReadByte();
    }

    private BlackjackObservation Observation() => new(_player.Sum, _dealer[0], _player.UsableAce ? 1 : 0);
}
