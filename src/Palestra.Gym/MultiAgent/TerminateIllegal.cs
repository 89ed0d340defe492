using System.Text.Json;

namespace Palestra.Gym.MultiAgent;

/// <summary>
/// An illegal move loses the game instead of being refused: the episode terminates for all agents, who made the move is
/// given <paramref name="illegalReward"/> and the others nothing, and the move itself does not take place. Actions outside
/// the space are refused as ever. For learners that know no action masks. Owns the environment. Not thread-safe.
/// </summary>
public sealed class TerminateIllegal(IAecEnv inner, double illegalReward = -1) : IAecEnv
{
    private readonly int[] _agents = new int[inner.PossibleAgents.Count];
    private readonly double[] _cumulative = new double[inner.PossibleAgents.Count];
    private int _offender = -1;
    private int _first;
    private bool _fresh;

    public MultiAgentSpec Spec => inner.Spec;

    public IReadOnlyList<string> PossibleAgents => inner.PossibleAgents;

    public ReadOnlySpan<int> Agents => HasEnded ? _agents.AsSpan(_first) : inner.Agents;

    public NumpyRandom Random => inner.Random;

    public IMultiAgentEnv Unwrapped => inner.Unwrapped;

    public FrameSize FrameSize => inner.FrameSize;

    public GridLayout? Grid => inner.Grid;

    public bool RendersText => inner.RendersText;

    public int AgentSelection => !HasEnded ? inner.AgentSelection : Agents.IsEmpty ? -1 : Agents[0];

    private bool HasEnded => _offender >= 0;

    public Space ActionSpace(int agent) => inner.ActionSpace(agent);

    public Space ObservationSpace(int agent) => inner.ObservationSpace(agent);

    public ReadOnlySpan<sbyte> ActionMask(int agent) => inner.ActionMask(agent);

    public void Reset(ulong? seed = null)
    {
        inner.Reset(seed);
        _offender = -1;
    }

    public void Observe(int agent, Span<byte> observation) => inner.Observe(agent, observation);

    public double Reward(int agent) => !HasEnded ? inner.Reward(agent) : _fresh && agent == _offender ? illegalReward : 0;

    public double CumulativeReward(int agent) => HasEnded ? _cumulative[agent] : inner.CumulativeReward(agent);

    public bool IsTerminated(int agent) => HasEnded || inner.IsTerminated(agent);

    public bool IsTruncated(int agent) => !HasEnded && inner.IsTruncated(agent);

    public void Step(ReadOnlySpan<byte> action)
    {
        if (HasEnded)
        {
            Leave(action);
            return;
        }

        var agent = inner.AgentSelection;
        var acts = agent >= 0 && !inner.IsTerminated(agent) && !inner.IsTruncated(agent);
        if (acts && inner.ActionSpace(agent).Contains(action) && !LegalMoves.IsLegal(inner, agent, action))
        {
            End(agent);
            return;
        }

        inner.Step(action);
    }

    public void Render(Span<byte> rgb) => inner.Render(rgb);

    public string RenderText() => inner.RenderText();

    public void WriteInfo(int agent, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (!HasEnded)
        {
            inner.WriteInfo(agent, writer);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("illegal_move_of", PossibleAgents[_offender]);
        writer.WriteEndObject();
    }

    public void SaveState(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        inner.SaveState(writer);
        writer.Write(_offender);
        writer.Write(_first);
        writer.Write(_fresh);
        for (var i = 0; i < _agents.Length; i++)
        {
            writer.Write(_agents[i]);
            writer.Write(_cumulative[i]);
        }
    }

    public void RestoreState(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        inner.RestoreState(reader);
        (_offender, _first, _fresh) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadBoolean());
        for (var i = 0; i < _agents.Length; i++)
        {
            (_agents[i], _cumulative[i]) = (reader.ReadInt32(), reader.ReadDouble());
        }
    }

    public void Dispose() => inner.Dispose();

    private void End(int offender)
    {
        (_offender, _fresh) = (offender, true);
        _first = _agents.Length - inner.Agents.Length;
        inner.Agents.CopyTo(_agents.AsSpan(_first));
        for (var agent = 0; agent < _cumulative.Length; agent++)
        {
            _cumulative[agent] = agent == offender ? illegalReward : inner.CumulativeReward(agent);
        }
    }

    private void Leave(ReadOnlySpan<byte> action)
    {
        if (Agents.IsEmpty)
        {
            throw new GymException($"The episode of {Spec.Id} has ended for all agents: call Reset before the next step.");
        }

        if (!action.IsEmpty)
        {
            throw new GymException($"The episode of {PossibleAgents[Agents[0]]} in {Spec.Id} has ended: it is stepped without an action.");
        }

        _fresh = false;
        _first++;
    }
}
