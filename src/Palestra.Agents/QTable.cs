namespace Palestra.Agents;

/// <summary>Action values and visit counts of every state-action pair, row-major by state. Not thread-safe.</summary>
public sealed class QTable
{
    private readonly double[] _q;
    private readonly long[] _visits;

    public QTable(string envId, int states, int actions, double initial)
    {
        (EnvId, States, Actions) = (envId, states, actions);
        _q = new double[states * actions];
        _visits = new long[states * actions];
        Array.Fill(_q, initial);
    }

    /// <summary>The environment it was learned in.</summary>
    public string EnvId { get; }

    public int States { get; }

    public int Actions { get; }

    /// <summary>Steps learned from.</summary>
    public long Steps { get; set; }

    /// <summary>All values; the row of a state holds one per action.</summary>
    public ReadOnlySpan<double> Values => _q;

    public ref double Q(int state, int action) => ref _q[(state * Actions) + action];

    public ref long Visits(int state, int action) => ref _visits[(state * Actions) + action];

    public ReadOnlySpan<double> Row(int state) => _q.AsSpan(state * Actions, Actions);
}
