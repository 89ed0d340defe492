namespace Palestra.Gym.Wrappers;

/// <summary>
/// Base of wrappers that make another observation of each one: override <see cref="Observe"/>. Holds the one buffer for the
/// observation inside.
/// </summary>
public abstract class ObservationWrapper : Wrapper
{
    private readonly byte[] _inner;

    protected ObservationWrapper(IEnv env, Space observationSpace)
        : base(env)
    {
        ArgumentNullException.ThrowIfNull(observationSpace);
        ObservationSpace = observationSpace;
        _inner = new byte[Env.ObservationSpace.RowBytes];
    }

    public sealed override Space ObservationSpace { get; }

    public override void Reset(ulong? seed, Span<byte> observation, ParameterValues? options = null)
    {
        Rows.Check(observation.Length, ObservationSpace, "observation");
        Env.Reset(seed, _inner, options);
        Observe(_inner, observation[..ObservationSpace.RowBytes], first: true);
    }

    public override StepOutcome Step(ReadOnlySpan<byte> action, Span<byte> observation)
    {
        Rows.Check(observation.Length, ObservationSpace, "observation");
        var outcome = Env.Step(action, _inner);
        Observe(_inner, observation[..ObservationSpace.RowBytes], first: false);
        return outcome;
    }

    /// <param name="inner">The observation of the environment inside; exactly one row.</param>
    /// <param name="observation">Receives the wrapper's; exactly one row.</param>
    /// <param name="first">It is the first one of an episode.</param>
    protected abstract void Observe(ReadOnlySpan<byte> inner, Span<byte> observation, bool first);
}
