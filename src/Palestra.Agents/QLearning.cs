using Palestra.Gym;

namespace Palestra.Agents;

/// <summary>
/// Tabular Q-learning (Watkins and Dayan, 1992): Q(s,a) += α [ r + γ max Q(s',·) - Q(s,a) ], acting ε-greedily. A
/// terminated step has no s'; a truncated one keeps its bootstrap. Ties among best actions are broken at random. One
/// table serves all slots. Not thread-safe; <see cref="Act"/> and <see cref="Learn"/> allocate nothing.
/// </summary>
public sealed class QLearning : ILearner
{
    private readonly QLearningOptions _options;
    private readonly NumpyRandom _random;
    private readonly FiniteIndex _states;
    private readonly long _firstAction;
    private readonly SlotFigures[] _slots;
    private QTable _table;

    public QLearning(QLearningOptions options, LearnerContext context)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        var actions = (Discrete)context.ActionSpace;
        (_states, _firstAction) = (new FiniteIndex(context.ObservationSpace), actions.Start);
        _options = options;
        _table = new QTable(context.EnvId, _states.Count, checked((int)actions.N), options.InitialQ);
        _slots = new SlotFigures[context.Slots];

        // A child sequence: the environment is seeded with the run's seed too, and equal streams would make the slips
        // of the ice and the choices of the agent one and the same chance.
        _random = new NumpyRandom(new SeedSequence(context.Seed).Spawn(1)[0]);
        if (options.Load.Length > 0)
        {
            Load(options.Load);
        }
    }

    public static AlgorithmSpec Spec { get; } = new()
    {
        Id = "q-learning",
        Summary = "Tabular Q-learning with an ε-greedy policy; for small discrete worlds.",
        Parameters = QLearningOptions.Parameters,
        ActionSpaces = ["Discrete"],
        ObservationSpaces = ["Discrete", "MultiDiscrete", "Tuple"],
        AlsoRefuses = (_, observations) => FiniteIndex.Refusal("states", observations),
        Create = (values, context) => new QLearning(QLearningOptions.From(values), context),
    };

    /// <summary>The table itself; changes as it learns.</summary>
    public QTable Table => _table;

    /// <summary>Present probability of a random action: linear from start to end over the first steps learned from, 0 without training.</summary>
    public double Epsilon => !_options.Train
        ? 0
        : _options.EpsilonStart + ((_options.EpsilonEnd - _options.EpsilonStart) * Math.Min(1, _table.Steps / (double)_options.EpsilonSteps));

    public void Act(int slot, ReadOnlySpan<byte> observation, Span<byte> action)
    {
        var epsilon = Epsilon;
        var choice = epsilon > 0 && _random.Random() < epsilon
            ? (int)_random.Integers(0, _table.Actions)
            : Greedy(State(observation));
        Discrete.Write(action, _firstAction + choice);
    }

    public void Learn(
        int slot,
        ReadOnlySpan<byte> observation,
        ReadOnlySpan<byte> action,
        double reward,
        ReadOnlySpan<byte> nextObservation,
        bool terminated,
        bool truncated)
    {
        if (!_options.Train)
        {
            return;
        }

        var s = State(observation);
        var a = (int)(Discrete.Read(action) - _firstAction);
        ref var q = ref _table.Q(s, a);
        var target = reward + (terminated ? 0 : _options.Gamma * Max(_table.Row(State(nextObservation))));
        var delta = target - q;
        var n = ++_table.Visits(s, a);
        q += Math.Max(_options.AlphaEnd, _options.Alpha / (1 + (_options.AlphaDecay * (n - 1)))) * delta;
        _table.Steps++;

        ref var figures = ref _slots[slot];
        if (figures.Steps++ == 0)
        {
            figures.StartValue = Max(_table.Row(s));
        }

        figures.AbsoluteError += Math.Abs(delta);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// <c>epsilon</c>: present probability of a random action. <c>mean_abs_td_error</c>: mean of |r + γ max Q(s',·) - Q(s,a)|
    /// over the episode. <c>start_value</c>: max Q of the first state, what the learner expects of an episode.
    /// </remarks>
    public void EndEpisode(int slot, IDictionary<string, double> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        ref var figures = ref _slots[slot];
        metrics["epsilon"] = Epsilon;
        if (figures.Steps > 0)
        {
            metrics["mean_abs_td_error"] = figures.AbsoluteError / figures.Steps;
            metrics["start_value"] = figures.StartValue;
        }

        figures = default;
    }

    public void Save(string folder) => QTableFile.Write(_table, folder);

    public void Load(string folder) => _table = QTableFile.Read(folder, _table);

    private static double Max(ReadOnlySpan<double> row)
    {
        var best = row[0];
        for (var i = 1; i < row.Length; i++)
        {
            best = Math.Max(best, row[i]);
        }

        return best;
    }

    private int State(ReadOnlySpan<byte> observation) => _states.Of(observation);

    private int Greedy(int state)
    {
        var row = _table.Row(state);
        var best = Max(row);
        var (ties, first) = (0, 0);
        for (var a = row.Length - 1; a >= 0; a--)
        {
            if (row[a] == best)
            {
                (ties, first) = (ties + 1, a);
            }
        }

        if (ties == 1)
        {
            return first;
        }

        var pick = _random.Integers(0, ties);
        for (var a = first; ; a++)
        {
            if (row[a] == best && pick-- == 0)
            {
                return a;
            }
        }
    }

    private struct SlotFigures
    {
        public long Steps;
        public double AbsoluteError;
        public double StartValue;
    }
}
