using System.Text.Json;

namespace Palestra.Gym;

/// <summary>
/// The wrapper every made environment wears: time limit, order check and action check in one, so that a step costs one
/// extra call. A truncation by the limit is reported as such even when the step also terminated.
/// </summary>
internal sealed class GuardedEnv(IEnv inner, EnvSpec spec) : IEnv
{
    private readonly int _maxSteps = spec.MaxEpisodeSteps ?? int.MaxValue;
    private readonly ActionRule _actions = new(inner.ActionSpace, spec);
    private int _elapsed;
    private EpisodePhase _phase;

    /// <summary>What its spec made, whatever wrappers that wears.</summary>
    internal IEnv Inner => inner;

    public EnvSpec Spec => spec;

    public Space ActionSpace => inner.ActionSpace;

    public Space ObservationSpace => inner.ObservationSpace;

    public NumpyRandom Random => inner.Random;

    public IEnv Unwrapped => inner.Unwrapped;

    public FrameSize FrameSize => inner.FrameSize;

    public GridLayout? Grid => inner.Grid;

    public ReadOnlySpan<sbyte> ActionMask => inner.ActionMask;

    public bool RendersText => inner.RendersText;

    public void Reset(ulong? seed, Span<byte> observation, ParameterValues? options = null)
    {
        Rows.Check(observation.Length, inner.ObservationSpace, "observation");
        inner.Reset(seed, observation, options);
        _elapsed = 0;
        _phase = EpisodePhase.Running;
    }

    public StepOutcome Step(ReadOnlySpan<byte> action, Span<byte> observation)
    {
        if (_phase != EpisodePhase.Running)
        {
            throw OutOfOrder();
        }

        if (!_actions.Allows(action))
        {
            throw _actions.Refusal(action);
        }

        Rows.Check(observation.Length, inner.ObservationSpace, "observation");
        var outcome = inner.Step(action, observation);
        var truncated = ++_elapsed >= _maxSteps || outcome.Truncated;
        if (truncated || outcome.Terminated)
        {
            _phase = EpisodePhase.Ended;
        }

        return outcome with { Truncated = truncated };
    }

    public void Render(Span<byte> rgb)
    {
        if (!inner.FrameSize.CanRender)
        {
            throw EnvSentences.DoesNotRender(spec);
        }

        CheckHasState();

        if (rgb.Length < inner.FrameSize.Bytes)
        {
            throw EnvSentences.FrameBufferTooShort(spec, inner.FrameSize, rgb.Length);
        }

        inner.Render(rgb);
    }

    public string RenderText()
    {
        if (inner.RendersText)
        {
            CheckHasState();
        }

        return inner.RenderText();
    }

    public void WriteInfo(Utf8JsonWriter writer) => inner.WriteInfo(writer);

    public void SaveState(BinaryWriter writer)
    {
        WriteGuard(writer, _elapsed, _phase);
        inner.SaveState(writer);
    }

    public void RestoreState(BinaryReader reader)
    {
        _elapsed = reader.ReadInt32();
        _phase = (EpisodePhase)reader.ReadByte();
        inner.RestoreState(reader);
    }

    public void Dispose() => inner.Dispose();

    /// <summary>Its own part of a saved state; what is inside follows.</summary>
    internal static void WriteGuard(BinaryWriter writer, int elapsed, EpisodePhase phase)
    {
        writer.Write(elapsed);
        writer.Write((byte)phase);
    }

    private void CheckHasState()
    {
        if (_phase == EpisodePhase.BeforeReset)
        {
            throw EnvSentences.RenderBeforeReset(spec);
        }
    }

    private GymException OutOfOrder() =>
        _phase == EpisodePhase.BeforeReset ? EnvSentences.StepBeforeReset(spec) : EnvSentences.StepAfterEnd(spec, _elapsed);
}
