using Palestra.Gym.Toy;

namespace Palestra.Gym.Vector;

/// <summary><see cref="Blackjack"/>, many at once.</summary>
internal readonly struct BlackjackBatch(Blackjack blackjack, int places) : IBatchedDynamics<BlackjackObservation, long>
{
    private const long Hit = 1;

    private readonly BlackjackHand[] _player = new BlackjackHand[places];
    private readonly BlackjackHand[] _dealer = new BlackjackHand[places];
    private readonly bool[] _stuck = new bool[places];
    private readonly Card[] _shown = new Card[places];
    private readonly bool _natural = blackjack.Rules.Natural;
    private readonly bool _sab = blackjack.Rules.Sab;

    public bool Allows(long action) => (ulong)action < 2;

    public BlackjackObservation Reset(int at, NumpyRandom random, ParameterValues? options)
    {
        _dealer[at] = BlackjackDynamics.DrawHand(random);
        _player[at] = BlackjackDynamics.DrawHand(random);
        _stuck[at] = false;
        _shown[at] = BlackjackDynamics.DrawFace(_dealer[at], random);
        return Observe(at);
    }

    public BlackjackObservation Step(int at, long action, NumpyRandom random, out double reward, out bool terminated)
    {
        if (action == Hit)
        {
            ref var player = ref _player[at];
            player.Add(BlackjackDynamics.DrawCard(random));
            terminated = player.IsBust;
            reward = terminated ? -1 : 0;
            return Observe(at);
        }

        _stuck[at] = true;
        BlackjackDynamics.PlayDealer(ref _dealer[at], random);
        reward = BlackjackDynamics.Payoff(_player[at], _dealer[at], _natural, _sab);
        terminated = true;
        return Observe(at);
    }

    public int StepMany(int from, int to, in StepBuffers buffers) => from;

    public void Copy(int from, int to)
    {
        (_player[to], _dealer[to]) = (_player[from], _dealer[from]);
        (_stuck[to], _shown[to]) = (_stuck[from], _shown[from]);
    }

    public void Save(int at, BinaryWriter writer)
    {
        _player[at].Save(writer);
        _dealer[at].Save(writer);
        writer.Write(_stuck[at]);
        writer.Write((byte)_shown[at].Suit);
        writer.Write((byte)_shown[at].Rank);
    }

    public void Restore(int at, BinaryReader reader)
    {
        _player[at] = BlackjackHand.Restore(reader);
        _dealer[at] = BlackjackHand.Restore(reader);
        _stuck[at] = reader.ReadBoolean();
        var suit = (CardSuit)reader.ReadByte();
        _shown[at] = new((CardRank)reader.ReadByte(), suit);
    }

    private BlackjackObservation Observe(int at) => new(_player[at].Sum, _dealer[at][0], _player[at].UsableAce ? 1 : 0);
}
