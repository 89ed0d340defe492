using System.Text.Json;

namespace Palestra.Gym.Vector;

/// <summary>
/// What is behind the face of a <see cref="VectorEnv"/>: the slots and how a range of them moves. Ranges that do not overlap
/// may run on different threads at once; everything else belongs to one thread.
/// </summary>
internal abstract unsafe class Slots(EnvSpec spec, Space actions, Space observations, int count, AutoresetMode mode) : IDisposable
{
    private readonly ActionRule _rule = new(actions, spec);
    private readonly Lock _failing = new();
    private SlotFailure? _failure;

    public EnvSpec Spec => spec;

    public Space ActionSpace => actions;

    public Space ObservationSpace => observations;

    public int Count => count;

    public AutoresetMode Mode => mode;

    public abstract FrameSize FrameSize { get; }

    public abstract bool RendersText { get; }

    protected int ActionBytes { get; } = actions.RowBytes;

    protected int ObservationBytes { get; } = observations.RowBytes;

    /// <summary>Where each slot stands. Under autoreset in the same step a slot is ended only if its reset failed.</summary>
    protected EpisodePhase[] Phases { get; } = new EpisodePhase[count];

    /// <summary>Per slot, whether its last step ended an episode and began the next.</summary>
    protected bool[] Finals { get; } = new bool[count];

    /// <summary>Resets the slots of a range that the request includes; what goes wrong is kept for <see cref="ThrowFailure"/>.</summary>
    public abstract void Reset(int from, int to, in ResetRequest request);

    /// <summary>Steps a range of slots, which <see cref="CheckStep"/> found in order.</summary>
    public abstract void Step(int from, int to, in StepBuffers buffers);

    /// <exception cref="SlotException">A slot may not step, or not with its action.</exception>
    public void CheckStep(byte* allActions)
    {
        var slot = FirstRefused(allActions);
        if (slot >= 0)
        {
            throw Refusal(slot, new ReadOnlySpan<byte>(allActions + ((nint)slot * ActionBytes), ActionBytes));
        }
    }

    /// <summary>Throws what went wrong in the lowest slot since the last call, whichever thread met it first.</summary>
    public void ThrowFailure()
    {
        if (_failure is { } failure)
        {
            _failure = null;
            throw new SlotException(failure.Slot, failure.Exception);
        }
    }

    public bool HasFinal(int slot) => Finals[slot];

    public abstract ReadOnlySpan<byte> FinalObservation(int slot);

    public abstract void WriteFinalInfo(int slot, Utf8JsonWriter writer);

    public abstract void WriteInfo(int slot, Utf8JsonWriter writer);

    public abstract ReadOnlySpan<sbyte> ActionMask(int slot);

    public abstract void Render(int slot, Span<byte> rgb);

    public abstract string RenderText(int slot);

    public void SaveState(BinaryWriter writer)
    {
        writer.Write(count);
        for (var slot = 0; slot < count; slot++)
        {
            writer.Write((byte)Phases[slot]);
            Save(slot, writer);
        }
    }

    public void RestoreState(BinaryReader reader)
    {
        var saved = reader.ReadInt32();
        if (saved != count)
        {
            throw new GymException($"The saved state has {saved} slots, but this vector has {count}: only as many can be restored.");
        }

        for (var slot = 0; slot < count; slot++)
        {
            Phases[slot] = (EpisodePhase)reader.ReadByte();
            Finals[slot] = false;
            Restore(slot, reader);
        }
    }

    public abstract void Dispose();

    /// <summary>The lowest slot for which <see cref="MaySkipAction"/> or the action does not allow a step; -1 if there is none.</summary>
    protected abstract int FirstRefused(byte* allActions);

    /// <summary>As a made single environment does.</summary>
    protected abstract void Save(int slot, BinaryWriter writer);

    protected abstract void Restore(int slot, BinaryReader reader);

    protected bool Allows(ReadOnlySpan<byte> action) => _rule.Allows(action);

    /// <summary>Whether a slot that is not running may be stepped: it will be reset, whatever its action.</summary>
    protected bool MaySkipAction(int slot) => Phases[slot] == EpisodePhase.Ended && mode != AutoresetMode.Disabled;

    protected void Fail(int slot, Exception exception)
    {
        lock (_failing)
        {
            if (_failure is not { } first || slot < first.Slot)
            {
                _failure = new SlotFailure(slot, exception);
            }
        }
    }

    private SlotException Refusal(int slot, ReadOnlySpan<byte> action) => new(slot, Phases[slot] switch
    {
        EpisodePhase.BeforeReset => EnvSentences.StepBeforeReset(spec).Message,
        EpisodePhase.Ended => $"The episode of {spec.Id} has ended and autoreset is disabled: reset the slot with a mask before the next step.",
        _ => _rule.Refusal(action).Message,
    });

    private readonly record struct SlotFailure(int Slot, Exception Exception);
}
