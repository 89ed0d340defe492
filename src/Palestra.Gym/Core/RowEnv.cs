using System.Runtime.InteropServices;
using System.Text.Json;

namespace Palestra.Gym;

/// <summary>
/// Base of an environment whose observation is a row of bytes rather than a type: one so long, or of a length that
/// depends so much on its arguments, that no struct would fit. The action is typed as in <see cref="Env{TObs,TAct}"/>.
/// Write <see cref="OnReset"/> and <see cref="Step(TAct, Span{byte})"/>; rows given to them are exactly
/// <see cref="Space.RowBytes"/> long and hold whatever the caller left in them. Not thread-safe.
/// </summary>
public abstract class RowEnv<TAct> : IEnv
    where TAct : unmanaged
{
    /// <exception cref="GymException">The size of <typeparamref name="TAct"/> is not that of a row of the action space.</exception>
    protected RowEnv(Space actionSpace, Space observationSpace)
    {
        ArgumentNullException.ThrowIfNull(actionSpace);
        ArgumentNullException.ThrowIfNull(observationSpace);
        RowLayout.Check<TAct>(actionSpace, "action");
        ActionSpace = actionSpace;
        ObservationSpace = observationSpace;
        Spec = EnvSpec.Unregistered(GetType().Name);
    }

    public EnvSpec Spec { get; internal set; }

    public Space ActionSpace { get; }

    public Space ObservationSpace { get; }

    /// <inheritdoc/>
    /// <remarks>Seeded from the system's entropy until the first reset with a seed.</remarks>
    public NumpyRandom Random { get; } = NumpyRandom.FromEntropy();

    public virtual FrameSize FrameSize => default;

    public virtual GridLayout? Grid => null;

    public virtual ReadOnlySpan<sbyte> ActionMask => default;

    public virtual bool RendersText => false;

    public void Reset(ulong? seed, Span<byte> observation, ParameterValues? options = null)
    {
        if (seed is { } value)
        {
            Random.Seed(value);
        }

        OnReset(observation[..ObservationSpace.RowBytes], options);
    }

    /// <inheritdoc cref="IEnv.Step"/>
    public abstract StepOutcome Step(TAct action, Span<byte> observation);

    public virtual void Render(Span<byte> rgb) => throw new GymException($"{Spec.Id} does not render.");

    public virtual string RenderText() => throw new GymException($"{Spec.Id} does not draw as text.");

    public virtual void WriteInfo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteEndObject();
    }

    public void SaveState(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Random.State.Write(writer);
        OnSave(writer);
    }

    public void RestoreState(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Random.State = RandomState.Read(reader);
        OnRestore(reader);
    }

    StepOutcome IEnv.Step(ReadOnlySpan<byte> action, Span<byte> observation) =>
        Step(MemoryMarshal.Read<TAct>(action), observation[..ObservationSpace.RowBytes]);

    public void Close() => Dispose();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Draws the first state of an episode and writes its observation.</summary>
    protected abstract void OnReset(Span<byte> observation, ParameterValues? options);

    /// <summary>Writes the fields of the state; the generator is already written.</summary>
    protected virtual void OnSave(BinaryWriter writer) =>
        throw new GymException($"{Spec.Id} cannot save its state.");

    /// <summary>Reads what <see cref="OnSave"/> wrote.</summary>
    protected virtual void OnRestore(BinaryReader reader) =>
        throw new GymException($"{Spec.Id} cannot restore its state.");

    protected virtual void Dispose(bool disposing)
    {
    }
}
