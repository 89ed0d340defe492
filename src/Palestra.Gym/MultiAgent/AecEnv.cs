namespace Palestra.Gym.MultiAgent;

/// <summary>
/// Base of an environment whose agents act in turn. Write <see cref="OnReset"/>, <see cref="OnStep"/> and
/// <see cref="Observe"/>; turns, rewards since the last action, the dead agents' last step and every refusal follow. Not
/// thread-safe.
/// </summary>
public abstract class AecEnv : MultiAgentEnv, IAecEnv
{
    private readonly double[] _rewards;
    private readonly double[] _cumulative;
    private readonly bool[] _terminated;
    private readonly bool[] _truncated;
    private int _selection = -1;
    private int _afterTheDead = -1;

    /// <inheritdoc cref="MultiAgentEnv(IReadOnlyList{string}, IReadOnlyList{Space}, IReadOnlyList{Space}, NumpyRandom?)"/>
    protected AecEnv(
        IReadOnlyList<string> names, IReadOnlyList<Space> actionSpaces, IReadOnlyList<Space> observationSpaces, NumpyRandom? random = null)
        : base(names, actionSpaces, observationSpaces, random)
    {
        (_rewards, _cumulative) = (new double[names.Count], new double[names.Count]);
        (_terminated, _truncated) = (new bool[names.Count], new bool[names.Count]);
    }

    public int AgentSelection => _selection;

    public virtual bool IsParallelizable => false;

    public void Reset(ulong? seed = null)
    {
        BeginEpisode(seed);
        Array.Clear(_rewards);
        Array.Clear(_cumulative);
        Array.Clear(_terminated);
        Array.Clear(_truncated);
        Select(OnReset());
    }

    public abstract void Observe(int agent, Span<byte> observation);

    public double Reward(int agent) => _rewards[agent];

    public double CumulativeReward(int agent) => _cumulative[agent];

    public bool IsTerminated(int agent) => _terminated[agent];

    public bool IsTruncated(int agent) => _truncated[agent];

    public void Step(ReadOnlySpan<byte> action)
    {
        CheckRunning();
        var agent = _selection;
        if (IsDead(agent))
        {
            StepDead(agent, action);
            return;
        }

        if (action.IsEmpty)
        {
            throw new GymException($"{PossibleAgents[agent]} of {Spec.Id} must act: only an agent whose episode has ended is stepped without an action.");
        }

        CheckAction(agent, action);
        Array.Clear(_rewards);
        _cumulative[agent] = 0;
        var next = OnStep(agent, action);
        foreach (var other in Agents)
        {
            _cumulative[other] += _rewards[other];
        }

        Select(next);
    }

    /// <summary>Draws the first state of an episode.</summary>
    /// <returns>The agent that acts first.</returns>
    protected abstract int OnReset();

    /// <summary>Acts for an agent; the action is in its space and legal. Says what it means with <see cref="Give"/>, <see cref="Terminate"/> and <see cref="Truncate"/>.</summary>
    /// <returns>The agent that acts next; of no meaning when the episode ends for all.</returns>
    protected abstract int OnStep(int agent, ReadOnlySpan<byte> action);

    /// <summary>Adds to what this step gives an agent.</summary>
    protected void Give(int agent, double reward) => _rewards[agent] += reward;

    protected void Terminate(int agent) => _terminated[agent] = true;

    protected void Truncate(int agent) => _truncated[agent] = true;

    private protected override void SaveTurns(BinaryWriter writer)
    {
        for (var agent = 0; agent < _rewards.Length; agent++)
        {
            writer.Write(_rewards[agent]);
            writer.Write(_cumulative[agent]);
            writer.Write(_terminated[agent]);
            writer.Write(_truncated[agent]);
        }

        writer.Write(_selection);
        writer.Write(_afterTheDead);
    }

    private protected override void RestoreTurns(BinaryReader reader)
    {
        for (var agent = 0; agent < _rewards.Length; agent++)
        {
            (_rewards[agent], _cumulative[agent]) = (reader.ReadDouble(), reader.ReadDouble());
            (_terminated[agent], _truncated[agent]) = (reader.ReadBoolean(), reader.ReadBoolean());
        }

        (_selection, _afterTheDead) = (reader.ReadInt32(), reader.ReadInt32());
    }

    private bool IsDead(int agent) => _terminated[agent] || _truncated[agent];

    private void StepDead(int agent, ReadOnlySpan<byte> action)
    {
        if (!action.IsEmpty)
        {
            throw new GymException($"The episode of {PossibleAgents[agent]} in {Spec.Id} has ended: it is stepped without an action.");
        }

        Array.Clear(_rewards);
        Remove(agent);
        Select(_afterTheDead);
    }

    // The dead come first, so that each hears of its end before anything else happens.
    private void Select(int next)
    {
        (_selection, _afterTheDead) = (-1, next);
        foreach (var agent in Agents)
        {
            if (IsDead(agent))
            {
                _selection = agent;
                return;
            }
        }

        if (Agents.Length > 0)
        {
            _selection = Agents.Contains(next) ? next : NextInOrder(next);
        }
    }

    // Whoever was to act next may have left meanwhile.
    private int NextInOrder(int agent)
    {
        foreach (var other in Agents)
        {
            if (other > agent)
            {
                return other;
            }
        }

        return Agents[0];
    }
}
