using Palestra.Gym.Toy;

namespace Palestra.Gym.Vector;

/// <summary>What environments over a <see cref="TransitionTable"/> share: a state and the probability it came with.</summary>
internal readonly struct TabularDynamics(TransitionTable table, int places)
{
    private readonly int[] _state = new int[places];
    private readonly double[] _probability = Ones(places);

    public ref int State(int at) => ref _state[at];

    public ref double Probability(int at) => ref _probability[at];

    public bool Allows(long action) => (ulong)action < (ulong)table.Actions;

    public long Reset(int at, NumpyRandom random)
    {
        _probability[at] = 1;
        return _state[at] = table.DrawInitial(random);
    }

    public long Step(int at, long action, NumpyRandom random, out double reward, out bool terminated)
    {
        ref readonly var outcome = ref table.Draw(_state[at], (int)action, random);
        _state[at] = outcome.NextState;
        _probability[at] = outcome.Probability;
        (reward, terminated) = (outcome.Reward, outcome.Terminated);
        return outcome.NextState;
    }

    public void Copy(int from, int to) => (_state[to], _probability[to]) = (_state[from], _probability[from]);

    private static double[] Ones(int count)
    {
        var values = new double[count];
        Array.Fill(values, 1);
        return values;
    }
}
