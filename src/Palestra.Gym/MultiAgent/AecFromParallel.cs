using System.Text.Json;

namespace Palestra.Gym.MultiAgent;

/// <summary>
/// Plays a parallel environment in turns: actions are collected in the order of the agents, and take effect together when
/// the last living agent has acted. Until then nobody sees anything new. Owns the environment. Not thread-safe.
/// </summary>
public sealed class AecFromParallel : AecEnv
{
    private readonly IParallelEnv _inner;
    private readonly AgentRows _actionRows;
    private readonly AgentRows _observationRows;
    private readonly byte[] _actions;
    private readonly byte[] _observations;
    private readonly StepOutcome[] _outcomes;
    private ulong? _seed;

    public AecFromParallel(IParallelEnv inner)
        : base(
            (inner ?? throw new ArgumentNullException(nameof(inner))).PossibleAgents,
            [.. Enumerable.Range(0, inner.PossibleAgents.Count).Select(inner.ActionSpace)],
            [.. Enumerable.Range(0, inner.PossibleAgents.Count).Select(inner.ObservationSpace)],
            inner.Random)
    {
        (_inner, Spec) = (inner, inner.Spec);
        (_actionRows, _observationRows) = (AgentRows.Actions(inner), AgentRows.Observations(inner));
        (_actions, _observations) = (new byte[_actionRows.Bytes], new byte[_observationRows.Bytes]);
        _outcomes = new StepOutcome[inner.PossibleAgents.Count];
    }

    public override bool IsParallelizable => true;

    public override IMultiAgentEnv Unwrapped => _inner.Unwrapped;

    public override FrameSize FrameSize => _inner.FrameSize;

    public override GridLayout? Grid => _inner.Grid;

    public override bool RendersText => _inner.RendersText;

    public override ReadOnlySpan<sbyte> ActionMask(int agent) => _inner.ActionMask(agent);

    public override void Observe(int agent, Span<byte> observation) => _observationRows.Of(_observations.AsSpan(), agent).CopyTo(observation);

    public override void WriteInfo(int agent, Utf8JsonWriter writer) => _inner.WriteInfo(agent, writer);

    protected override void Seed(ulong seed) => _seed = seed;

    protected override int OnReset()
    {
        _inner.Reset(_seed, _observations);
        _seed = null;
        return Agents[0];
    }

    protected override int OnStep(int agent, ReadOnlySpan<byte> action)
    {
        action.CopyTo(_actionRows.Of(_actions.AsSpan(), agent));
        if (agent != Agents[^1])
        {
            return Agents[Agents.IndexOf(agent) + 1];
        }

        _inner.Step(_actions, _observations, _outcomes);
        foreach (var other in Agents)
        {
            Give(other, _outcomes[other].Reward);
            if (_outcomes[other].Terminated)
            {
                Terminate(other);
            }

            if (_outcomes[other].Truncated)
            {
                Truncate(other);
            }
        }

        return _inner.Agents.IsEmpty ? agent : _inner.Agents[0];
    }

    protected override void OnRender(Span<byte> rgb) => _inner.Render(rgb);

    protected override string OnRenderText() => _inner.RenderText();

    protected override void OnSave(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_actions);
        writer.Write(_observations);
        _inner.SaveState(writer);
    }

    protected override void OnRestore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        reader.BaseStream.ReadExactly(_actions);
        reader.BaseStream.ReadExactly(_observations);
        _inner.RestoreState(reader);
    }

    protected override void Dispose(bool disposing)
    {
        _inner.Dispose();
        base.Dispose(disposing);
    }
}
