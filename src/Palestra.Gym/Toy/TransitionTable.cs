using System.Runtime.CompilerServices;

namespace Palestra.Gym.Toy;

/// <summary>One outcome of an action: Gymnasium's <c>(probability, next_state, reward, terminated)</c>.</summary>
public readonly record struct Transition(double Probability, int NextState, double Reward, bool Terminated);

/// <summary>
/// The model of a tabular environment (Gymnasium's <c>P</c>), flat, so that a step is one lookup. Immutable and
/// thread-safe.
/// </summary>
public sealed class TransitionTable
{
    private readonly Transition[] _outcomes;
    private readonly double[] _cumulative;
    private readonly int[] _first;
    private readonly int[] _starts;
    private readonly double[] _cumulativeStarts;

    /// <param name="outcomes">Per state and action (action fastest), the outcomes in the order in which they are drawn.</param>
    /// <param name="initial">Probability of each state at reset.</param>
    public TransitionTable(int states, int actions, IReadOnlyList<IReadOnlyList<Transition>> outcomes, IReadOnlyList<double> initial)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        ArgumentNullException.ThrowIfNull(initial);
        if (outcomes.Count != states * actions || initial.Count != states)
        {
            throw new GymException($"A table of {states} states and {actions} actions has {states * actions} rows, not {outcomes.Count}.");
        }

        (States, Actions, InitialDistribution) = (states, actions, initial);
        _first = new int[outcomes.Count + 1];
        _outcomes = [.. outcomes.SelectMany(o => o)];
        _cumulative = new double[_outcomes.Length];
        for (int row = 0, at = 0; row < outcomes.Count; row++)
        {
            double sum = 0;
            foreach (var outcome in outcomes[row])
            {
                _cumulative[at++] = sum += outcome.Probability;
            }

            _first[row + 1] = at;
        }

        _starts = [.. Enumerable.Range(0, states).Where(s => initial[s] > 0)];
        _cumulativeStarts = new double[_starts.Length];
        double startSum = 0;
        for (var i = 0; i < _starts.Length; i++)
        {
            _cumulativeStarts[i] = startSum += initial[_starts[i]];
        }
    }

    public int States { get; }

    public int Actions { get; }

    /// <summary>Probability of each state at reset.</summary>
    public IReadOnlyList<double> InitialDistribution { get; }

    /// <summary>All outcomes of an action in a state.</summary>
    public ReadOnlySpan<Transition> this[int state, int action]
    {
        get
        {
            var row = (state * Actions) + action;
            return _outcomes.AsSpan(_first[row].._first[row + 1]);
        }
    }

    /// <summary>Draws the first state of an episode: the first whose running sum exceeds the draw, state 0 if none does.</summary>
    public int DrawInitial(NumpyRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var draw = random.Random();

        // A state of probability 0 never is the first to exceed anything, so only possible starts are searched.
        var (low, high) = (0, _starts.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (_cumulativeStarts[middle] > draw)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low < _starts.Length ? _starts[low] : 0;
    }

    /// <summary>Draws one outcome: the first whose running sum exceeds the draw, the very first if none does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly Transition Draw(int state, int action, NumpyRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var draw = random.Random();
        var row = (state * Actions) + action;
        var (first, end) = (_first[row], _first[row + 1]);
        var chosen = first;

        // Sums only grow, so those that the draw has passed can be counted; a jump out of the loop would be a coin that the
        // processor cannot foresee.
        for (var i = first; i < end; i++)
        {
            chosen += _cumulative[i] > draw ? 0 : 1;
        }

        return ref _outcomes[chosen < end ? chosen : first];
    }
}
