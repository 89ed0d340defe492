using System.Text.Json;

namespace Palestra.Gym.MultiAgent;

/// <summary>
/// Plays an environment of turns all at once: a step takes one action of every living agent and plays one round. Only for
/// games in which no agent learns anything of a round before it is over. Owns the environment. Not thread-safe.
/// </summary>
public sealed class ParallelFromAec : ParallelEnv
{
    private readonly IAecEnv _inner;
    private readonly int[] _round;
    private ulong? _seed;

    /// <exception cref="GymException">The game says that it cannot be played at once.</exception>
    public ParallelFromAec(IAecEnv inner)
        : base(
            (inner ?? throw new ArgumentNullException(nameof(inner))).PossibleAgents,
            [.. Enumerable.Range(0, inner.PossibleAgents.Count).Select(inner.ActionSpace)],
            [.. Enumerable.Range(0, inner.PossibleAgents.Count).Select(inner.ObservationSpace)],
            inner.Random)
    {
        if (!inner.IsParallelizable)
        {
            throw new GymException($"{inner.Spec.Id} cannot be played all at once: an agent sees the moves before its own. Play it in turns.");
        }

        (_inner, Spec) = (inner, inner.Spec);
        _round = new int[inner.PossibleAgents.Count];
    }

    public override IMultiAgentEnv Unwrapped => _inner.Unwrapped;

    public override FrameSize FrameSize => _inner.FrameSize;

    public override GridLayout? Grid => _inner.Grid;

    public override bool RendersText => _inner.RendersText;

    public override ReadOnlySpan<sbyte> ActionMask(int agent) => _inner.ActionMask(agent);

    public override void WriteInfo(int agent, Utf8JsonWriter writer) => _inner.WriteInfo(agent, writer);

    protected override void Seed(ulong seed) => _seed = seed;

    protected override void OnReset()
    {
        _inner.Reset(_seed);
        _seed = null;
    }

    protected override void OnStep(ReadOnlySpan<byte> actions, Span<StepOutcome> outcomes)
    {
        // The round is who takes part now; the dying leave the list while it is played.
        var count = _inner.Agents.Length;
        _inner.Agents.CopyTo(_round);
        foreach (var agent in _round.AsSpan(0, count))
        {
            if (!_inner.Agents.Contains(agent))
            {
                continue;
            }

            if (_inner.AgentSelection != agent)
            {
                throw new GymException(
                    $"{Spec.Id} says that it can be played all at once, but after a round began it selected agent {_inner.AgentSelection} where {PossibleAgents[agent]} was due.");
            }

            _inner.Step(ActionRows.Of(actions, agent));
            foreach (var other in _inner.Agents)
            {
                outcomes[other] = outcomes[other] with { Reward = outcomes[other].Reward + _inner.Reward(other) };
            }

            BuryTheDead(outcomes);
        }
    }

    protected override void Observe(int agent, Span<byte> observation) => _inner.Observe(agent, observation);

    protected override void OnRender(Span<byte> rgb) => _inner.Render(rgb);

    protected override string OnRenderText() => _inner.RenderText();

    protected override void OnSave(BinaryWriter writer) => _inner.SaveState(writer);

    protected override void OnRestore(BinaryReader reader) => _inner.RestoreState(reader);

    protected override void Dispose(bool disposing)
    {
        _inner.Dispose();
        base.Dispose(disposing);
    }

    private void BuryTheDead(Span<StepOutcome> outcomes)
    {
        while (_inner.AgentSelection is >= 0 and var agent && (_inner.IsTerminated(agent) || _inner.IsTruncated(agent)))
        {
            outcomes[agent] = outcomes[agent] with { Terminated = _inner.IsTerminated(agent), Truncated = _inner.IsTruncated(agent) };
            _inner.Step([]);
        }
    }
}
