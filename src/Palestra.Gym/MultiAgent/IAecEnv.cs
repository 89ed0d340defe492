namespace Palestra.Gym.MultiAgent;

/// <summary>
/// Agents act one after another (PettingZoo's agent environment cycle). Until <see cref="IMultiAgentEnv.Agents"/> is empty:
/// look at <see cref="Last"/> for the agent that <see cref="AgentSelection"/> names, and <see cref="Step"/> with its action.
/// <para>An agent whose episode has ended stays in <see cref="IMultiAgentEnv.Agents"/> until it was stepped once more with no
/// action, so that it can be told its last reward. Such agents are selected before all others, in order.</para>
/// <para>What is refused (an action out of turn or order, outside the space or illegal now) changes nothing: the same agent
/// may act again.</para>
/// </summary>
public interface IAecEnv : IMultiAgentEnv
{
    /// <summary>The agent whose turn it is; -1 before the first reset and when the episode is over.</summary>
    int AgentSelection { get; }

    /// <summary>
    /// Every round each living agent acts once, in order, and nobody learns anything of a round before it is over; so the
    /// same game can be played in parallel.
    /// </summary>
    bool IsParallelizable => false;

    /// <summary>Starts an episode with all agents.</summary>
    /// <param name="seed">Seeds the generator; <c>null</c> lets it go on from where it is.</param>
    void Reset(ulong? seed = null);

    /// <summary>Writes what an agent sees now; any possible agent may be asked for.</summary>
    void Observe(int agent, Span<byte> observation);

    /// <summary>What the last step gave the agent; 0 to those it gave nothing.</summary>
    double Reward(int agent);

    /// <summary>What the agent was given since it last acted, its own action included.</summary>
    double CumulativeReward(int agent);

    bool IsTerminated(int agent);

    bool IsTruncated(int agent);

    /// <summary>What the agent whose turn it is sees and was given since it last acted, and whether its episode has ended.</summary>
    /// <param name="observation">Receives the observation; empty: it is not wanted.</param>
    /// <exception cref="GymException">It is nobody's turn.</exception>
    StepOutcome Last(Span<byte> observation = default)
    {
        var agent = AgentSelection;
        if (agent < 0)
        {
            throw new GymException($"It is nobody's turn in {Spec.Id}: call Reset first.");
        }

        if (!observation.IsEmpty)
        {
            Observe(agent, observation);
        }

        return new StepOutcome(CumulativeReward(agent), IsTerminated(agent), IsTruncated(agent));
    }

    /// <summary>Acts for the agent whose turn it is.</summary>
    /// <param name="action">A row of its action space; empty, and only then, if its episode has ended.</param>
    /// <exception cref="GymException">It is nobody's turn, or the action is not allowed; nothing has changed.</exception>
    void Step(ReadOnlySpan<byte> action);
}
