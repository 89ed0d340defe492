using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Palestra.Gym;

/// <summary>
/// Base of a typed environment. A typed observation or action is any unmanaged type whose bytes are a row of its space:
/// <see cref="long"/> for a <see cref="Discrete"/>, a struct of four floats for a <see cref="Box"/> of four float32.
/// Write <see cref="OnReset"/> and <see cref="Step(TAct)"/>; the untyped view follows from them. Not thread-safe.
/// </summary>
public abstract class Env<TObs, TAct> : IEnv
    where TObs : unmanaged
    where TAct : unmanaged
{
    /// <exception cref="GymException">The size of a type is not that of a row of its space.</exception>
    protected Env(Space actionSpace, Space observationSpace)
    {
        ArgumentNullException.ThrowIfNull(actionSpace);
        ArgumentNullException.ThrowIfNull(observationSpace);
        RowLayout.Check<TAct>(actionSpace, "action");
        RowLayout.Check<TObs>(observationSpace, "observation");
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

    /// <inheritdoc cref="IEnv.Reset"/>
    public TObs Reset(ulong? seed = null, ParameterValues? options = null)
    {
        if (seed is { } value)
        {
            Random.Seed(value);
        }

        return OnReset(options);
    }

    /// <inheritdoc cref="IEnv.Step"/>
    public abstract StepResult<TObs> Step(TAct action);

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

    void IEnv.Reset(ulong? seed, Span<byte> observation, ParameterValues? options)
    {
        var row = Reset(seed, options);
        MemoryMarshal.Write(observation, in row);
    }

    StepOutcome IEnv.Step(ReadOnlySpan<byte> action, Span<byte> observation)
    {
        var step = Step(MemoryMarshal.Read<TAct>(action));
        var row = step.Observation;
        MemoryMarshal.Write(observation, in row);
        return new StepOutcome(step.Reward, step.Terminated, step.Truncated);
    }

    public void Close() => Dispose();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Draws the first state of an episode.</summary>
    protected abstract TObs OnReset(ParameterValues? options);

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

internal static class RowLayout
{
    public static void Check<T>(Space space, string what)
        where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() != space.RowBytes)
        {
            throw new GymException(
                $"{typeof(T).Name} has {Unsafe.SizeOf<T>()} bytes, but one {what} of {space} has {space.RowBytes}: the typed {what} must be the row.");
        }
    }
}
