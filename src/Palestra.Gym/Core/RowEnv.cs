using System.Runtime.InteropServices;

namespace Palestra.Gym;

/// <summary>
/// Base of an environment whose observation is a row of bytes rather than a type: one so long, or of a length that
/// depends so much on its arguments, that no struct would fit. The action is typed as in <see cref="Env{TObs,TAct}"/>.
/// Write <see cref="OnReset"/> and <see cref="Step(TAct, Span{byte})"/>; rows given to them are exactly
/// <see cref="Space.RowBytes"/> long and hold whatever the caller left in them. Not thread-safe.
/// </summary>
public abstract class RowEnv<TAct> : EnvBase, IEnv
    where TAct : unmanaged
{
    /// <exception cref="GymException">The size of <typeparamref name="TAct"/> is not that of a row of the action space.</exception>
    protected RowEnv(Space actionSpace, Space observationSpace)
        : base(actionSpace, observationSpace) => RowLayout.Check<TAct>(actionSpace, "action");

    public void Reset(ulong? seed, Span<byte> observation, ParameterValues? options = null)
    {
        Seed(seed);
        OnReset(observation[..ObservationSpace.RowBytes], options);
    }

    /// <inheritdoc cref="IEnv.Step"/>
    public abstract StepOutcome Step(TAct action, Span<byte> observation);

    StepOutcome IEnv.Step(ReadOnlySpan<byte> action, Span<byte> observation) =>
        Step(MemoryMarshal.Read<TAct>(action), observation[..ObservationSpace.RowBytes]);

    /// <summary>Draws the first state of an episode and writes its observation.</summary>
    protected abstract void OnReset(Span<byte> observation, ParameterValues? options);
}
