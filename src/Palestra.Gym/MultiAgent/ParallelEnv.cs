namespace Palestra.Gym.MultiAgent;

/// <summary>
/// Base of an environment whose agents act at once. Write <see cref="OnReset"/>, <see cref="OnStep"/> and
/// <see cref="Observe"/>; who takes part and every refusal follow. Not thread-safe.
/// </summary>
public abstract class ParallelEnv : MultiAgentEnv, IParallelEnv
{
    /// <inheritdoc cref="MultiAgentEnv(IReadOnlyList{string}, IReadOnlyList{Space}, IReadOnlyList{Space}, NumpyRandom?)"/>
    protected ParallelEnv(
        IReadOnlyList<string> names, IReadOnlyList<Space> actionSpaces, IReadOnlyList<Space> observationSpaces, NumpyRandom? random = null)
        : base(names, actionSpaces, observationSpaces, random)
    {
        ActionRows = AgentRows.Actions(this);
        ObservationRows = AgentRows.Observations(this);
    }

    protected AgentRows ActionRows { get; }

    protected AgentRows ObservationRows { get; }

    public void Reset(ulong? seed, Span<byte> observations)
    {
        CheckLength(observations.Length, ObservationRows.Bytes, "Observations");
        BeginEpisode(seed);
        OnReset();
        ObserveAll(observations);
    }

    public void Step(ReadOnlySpan<byte> actions, Span<byte> observations, Span<StepOutcome> outcomes)
    {
        CheckRunning();
        CheckLength(actions.Length, ActionRows.Bytes, "Actions");
        CheckLength(observations.Length, ObservationRows.Bytes, "Observations");
        if (outcomes.Length < PossibleAgents.Count)
        {
            throw new GymException($"A step of {Spec.Id} has {PossibleAgents.Count} outcomes, but there is room for {outcomes.Length}.");
        }

        foreach (var agent in Agents)
        {
            CheckAction(agent, ActionRows.Of(actions, agent));
        }

        outcomes[..PossibleAgents.Count].Clear();
        OnStep(actions, outcomes);
        ObserveAll(observations);
        for (var agent = 0; agent < PossibleAgents.Count; agent++)
        {
            if (outcomes[agent].Done)
            {
                Remove(agent);
            }
        }
    }

    /// <summary>Draws the first state of an episode.</summary>
    protected abstract void OnReset();

    /// <summary>Takes the actions of all <see cref="MultiAgentEnv.Agents"/>; they are in their spaces and legal.</summary>
    /// <param name="actions">Rows as <see cref="ActionRows"/> finds them.</param>
    /// <param name="outcomes">Empty; receives the outcome of every agent that takes part.</param>
    protected abstract void OnStep(ReadOnlySpan<byte> actions, Span<StepOutcome> outcomes);

    /// <summary>Writes what an agent sees now.</summary>
    protected abstract void Observe(int agent, Span<byte> observation);

    private void ObserveAll(Span<byte> observations)
    {
        foreach (var agent in Agents)
        {
            Observe(agent, ObservationRows.Of(observations, agent));
        }
    }
}
