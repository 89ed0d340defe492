using Palestra.Gym.Toy;

namespace Palestra.Gym.Vector;

/// <summary>
/// What environments over a <see cref="TransitionTable"/> share: a state, the probability it came with, and the action
/// that led there, -1 before the first.
/// </summary>
internal readonly struct TabularDynamics(TransitionTable table, int places)
{
    private readonly int[] _state = new int[places];
    private readonly double[] _probability = Filled.With(1.0, places);
    private readonly int[] _lastAction = Filled.With(-1, places);

    public ref int State(int at) => ref _state[at];

    public ref double Probability(int at) => ref _probability[at];

    public ref int LastAction(int at) => ref _lastAction[at];

    public bool Allows(long action) => (ulong)action < (ulong)table.Actions;

    public int Reset(int at, NumpyRandom random)
    {
        (_probability[at], _lastAction[at]) = (1, -1);
        return _state[at] = table.DrawInitial(random);
    }

    public int Step(int at, long action, NumpyRandom random, out double reward, out bool terminated)
    {
        ref readonly var outcome = ref table.Draw(_state[at], (int)action, random);
        (_probability[at], _lastAction[at]) = (outcome.Probability, (int)action);
        (reward, terminated) = (outcome.Reward, outcome.Terminated);
        return _state[at] = outcome.NextState;
    }

    public void Copy(int from, int to)
    {
        (_state[to], _probability[to], _lastAction[to]) = (_state[from], _probability[from], _lastAction[from]);
    }
}
