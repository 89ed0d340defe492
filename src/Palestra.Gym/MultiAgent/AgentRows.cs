namespace Palestra.Gym.MultiAgent;

/// <summary>Where each agent's row lies in a buffer of all agents' rows. Immutable and thread-safe.</summary>
public sealed class AgentRows
{
    private readonly int[] _starts;

    private AgentRows(IEnumerable<Space> spaces)
    {
        var starts = new List<int> { 0 };
        foreach (var space in spaces)
        {
            starts.Add(starts[^1] + space.RowBytes);
        }

        _starts = [.. starts];
    }

    /// <summary>Bytes of all rows.</summary>
    public int Bytes => _starts[^1];

    public static AgentRows Actions(IMultiAgentEnv env)
    {
        ArgumentNullException.ThrowIfNull(env);
        return new AgentRows(Enumerable.Range(0, env.PossibleAgents.Count).Select(env.ActionSpace));
    }

    public static AgentRows Observations(IMultiAgentEnv env)
    {
        ArgumentNullException.ThrowIfNull(env);
        return new AgentRows(Enumerable.Range(0, env.PossibleAgents.Count).Select(env.ObservationSpace));
    }

    public Span<byte> Of(Span<byte> rows, int agent) => rows[_starts[agent].._starts[agent + 1]];

    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> rows, int agent) => rows[_starts[agent].._starts[agent + 1]];
}
