namespace Palestra.Gym.MultiAgent;

/// <summary>
/// All agents act at once (PettingZoo's parallel environment). Rows of several agents lie one after another in the order
/// of <see cref="IMultiAgentEnv.PossibleAgents"/>, as <see cref="AgentRows"/> finds them; outcomes have one entry per possible
/// agent. An agent whose episode ends with a step has its outcome and its last observation from that step and leaves
/// <see cref="IMultiAgentEnv.Agents"/>; who had left before has an outcome of nothing and an untouched row.
/// </summary>
public interface IParallelEnv : IMultiAgentEnv
{
    /// <summary>Starts an episode with all agents.</summary>
    /// <param name="seed">Seeds the generator; <c>null</c> lets it go on from where it is.</param>
    /// <param name="observations">Receives a row per possible agent.</param>
    void Reset(ulong? seed, Span<byte> observations);

    /// <summary>Takes one action of every agent that takes part; rows of others are not read.</summary>
    /// <param name="actions">A row per possible agent.</param>
    /// <param name="observations">Receives a row per agent that takes part.</param>
    /// <param name="outcomes">Receives one outcome per possible agent.</param>
    /// <exception cref="GymException">Before a reset, after the end, or some action is not allowed; nothing has changed.</exception>
    void Step(ReadOnlySpan<byte> actions, Span<byte> observations, Span<StepOutcome> outcomes);
}
