using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Palestra.Gym;

/// <summary>
/// Base of a typed environment. A typed observation or action is any unmanaged type whose bytes are a row of its space:
/// <see cref="long"/> for a <see cref="Discrete"/>, a struct of four floats for a <see cref="Box"/> of four float32.
/// Write <see cref="OnReset"/> and <see cref="Step(TAct)"/>; the untyped view follows from them. Not thread-safe.
/// </summary>
public abstract class Env<TObs, TAct> : EnvBase, IEnv
    where TObs : unmanaged
    where TAct : unmanaged
{
    /// <exception cref="GymException">The size of a type is not that of a row of its space.</exception>
    protected Env(Space actionSpace, Space observationSpace)
        : base(actionSpace, observationSpace) => RowLayout.Check<TObs, TAct>(actionSpace, observationSpace);

    /// <inheritdoc cref="IEnv.Reset"/>
    public TObs Reset(ulong? seed = null, ParameterValues? options = null)
    {
        Seed(seed);
        return OnReset(options);
    }

    /// <inheritdoc cref="IEnv.Step"/>
    public abstract StepResult<TObs> Step(TAct action);

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

    /// <summary>Draws the first state of an episode.</summary>
    protected abstract TObs OnReset(ParameterValues? options);
}

internal static class RowLayout
{
    public static void Check<TObs, TAct>(Space actionSpace, Space observationSpace)
        where TObs : unmanaged
        where TAct : unmanaged
    {
        Check<TAct>(actionSpace, "action");
        Check<TObs>(observationSpace, "observation");
    }

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
