using System.Text.Json;

namespace Palestra.Gym.MultiAgent;

/// <summary>
/// What <see cref="AecEnv"/> and <see cref="ParallelEnv"/> have in common: who takes part, the spaces, the generator, and
/// the refusals. Not thread-safe.
/// </summary>
public abstract class MultiAgentEnv : IMultiAgentEnv
{
    private readonly Space[] _actionSpaces;
    private readonly Space[] _observationSpaces;
    private readonly int[] _agents;
    private int _count;

    /// <param name="names">Names of the agents, in order.</param>
    /// <param name="actionSpaces">One per agent.</param>
    /// <param name="observationSpaces">One per agent.</param>
    /// <param name="random">A generator to share; <c>null</c> makes one from the system's entropy.</param>
    private protected MultiAgentEnv(
        IReadOnlyList<string> names, IReadOnlyList<Space> actionSpaces, IReadOnlyList<Space> observationSpaces, NumpyRandom? random)
    {
        if (names.Count == 0 || actionSpaces.Count != names.Count || observationSpaces.Count != names.Count)
        {
            throw new GymException(
                $"{GetType().Name} has {names.Count} agents, {actionSpaces.Count} action and {observationSpaces.Count} observation spaces: at least one agent, and one space of each kind per agent, are needed.");
        }

        PossibleAgents = [.. names];
        (_actionSpaces, _observationSpaces) = ([.. actionSpaces], [.. observationSpaces]);
        _agents = new int[names.Count];
        Random = random ?? NumpyRandom.FromEntropy();
        Spec = MultiAgentSpec.Unregistered(GetType().Name);
    }

    public MultiAgentSpec Spec { get; internal set; }

    public IReadOnlyList<string> PossibleAgents { get; }

    public ReadOnlySpan<int> Agents => _agents.AsSpan(0, _count);

    public NumpyRandom Random { get; }

    public virtual IMultiAgentEnv Unwrapped => this;

    public virtual FrameSize FrameSize => default;

    public virtual GridLayout? Grid => null;

    public virtual bool RendersText => false;

    /// <summary>There was a reset: there is a state.</summary>
    protected bool HasState { get; private set; }

    public Space ActionSpace(int agent) => _actionSpaces[agent];

    public Space ObservationSpace(int agent) => _observationSpaces[agent];

    public virtual ReadOnlySpan<sbyte> ActionMask(int agent) => default;

    public void Render(Span<byte> rgb)
    {
        if (!FrameSize.CanRender)
        {
            throw new GymException($"{Spec.Id} does not render.");
        }

        CheckHasState();
        if (rgb.Length < FrameSize.Bytes)
        {
            throw new GymException($"A frame of {Spec.Id} has {FrameSize.Bytes} bytes, but the buffer has {rgb.Length}.");
        }

        OnRender(rgb);
    }

    public string RenderText()
    {
        if (RendersText)
        {
            CheckHasState();
        }

        return OnRenderText();
    }

    public virtual void WriteInfo(int agent, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteEndObject();
    }

    public void SaveState(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Random.State.Write(writer);
        writer.Write(HasState);
        writer.Write(_count);
        foreach (var agent in Agents)
        {
            writer.Write(agent);
        }

        SaveTurns(writer);
        OnSave(writer);
    }

    public void RestoreState(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Random.State = RandomState.Read(reader);
        HasState = reader.ReadBoolean();
        _count = reader.ReadInt32();
        foreach (ref var agent in _agents.AsSpan(0, _count))
        {
            agent = reader.ReadInt32();
        }

        RestoreTurns(reader);
        OnRestore(reader);
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void OnRender(Span<byte> rgb) => throw new GymException($"{Spec.Id} does not render.");

    protected virtual string OnRenderText() => throw new GymException($"{Spec.Id} does not draw as text.");

    /// <summary>Writes the fields of the state; generator, agents, rewards and flags are already written.</summary>
    protected virtual void OnSave(BinaryWriter writer) => throw new GymException($"{Spec.Id} cannot save its state.");

    /// <summary>Reads what <see cref="OnSave"/> wrote.</summary>
    protected virtual void OnRestore(BinaryReader reader) => throw new GymException($"{Spec.Id} cannot restore its state.");

    /// <summary>Seeds the generator, before a reset.</summary>
    protected virtual void Seed(ulong seed) => Random.Seed(seed);

    protected virtual void Dispose(bool disposing)
    {
    }

    private protected virtual void SaveTurns(BinaryWriter writer)
    {
    }

    private protected virtual void RestoreTurns(BinaryReader reader)
    {
    }

    private protected void BeginEpisode(ulong? seed)
    {
        if (seed is { } value)
        {
            Seed(value);
        }

        (HasState, _count) = (true, _agents.Length);
        for (var agent = 0; agent < _count; agent++)
        {
            _agents[agent] = agent;
        }
    }

    private protected void Remove(int agent)
    {
        var place = Agents.IndexOf(agent);
        _agents.AsSpan(place + 1, _count - place - 1).CopyTo(_agents.AsSpan(place));
        _count--;
    }

    private protected void CheckRunning()
    {
        if (_count == 0)
        {
            throw new GymException(HasState
                ? $"The episode of {Spec.Id} has ended for all agents: call Reset before the next step."
                : $"{Spec.Id} cannot step before the first reset: call Reset first.");
        }
    }

    private protected void CheckAction(int agent, ReadOnlySpan<byte> action)
    {
        var space = ActionSpace(agent);
        if (!space.Contains(action))
        {
            throw new GymException($"Action {space.Show(action)} of {PossibleAgents[agent]} is outside {space} of {Spec.Id}: allowed are {space.Allowed}.");
        }

        if (!LegalMoves.IsLegal(this, agent, action))
        {
            throw new GymException(
                $"Action {space.Show(action)} of {PossibleAgents[agent]} is illegal now in {Spec.Id}: legal are {LegalMoves.Show(this, agent)}.");
        }
    }

    private protected void CheckLength(int length, int needed, string what)
    {
        if (length < needed)
        {
            throw new GymException($"{what} of {Spec.Id} need {needed} bytes, but the buffer has {length}.");
        }
    }

    private void CheckHasState()
    {
        if (!HasState)
        {
            throw new GymException($"{Spec.Id} has no state to render before the first reset: call Reset first.");
        }
    }
}
