namespace Palestra.Gym.Wrappers;

/// <summary>
/// Base of wrappers that take another action than the environment inside: override <see cref="Act"/>. Holds the one buffer
/// for the action inside, which the environment inside checks.
/// </summary>
public abstract class ActionWrapper : Wrapper
{
    private readonly byte[] _inner;

    protected ActionWrapper(IEnv env, Space actionSpace)
        : base(env)
    {
        ArgumentNullException.ThrowIfNull(actionSpace);
        ActionSpace = actionSpace;
        _inner = new byte[Env.ActionSpace.RowBytes];
    }

    public sealed override Space ActionSpace { get; }

    /// <summary>That of the environment inside if the actions are the same ones; else none.</summary>
    public override ReadOnlySpan<sbyte> ActionMask => ActionSpace.Equals(Env.ActionSpace) ? Env.ActionMask : default;

    public override StepOutcome Step(ReadOnlySpan<byte> action, Span<byte> observation)
    {
        if (action.Length != ActionSpace.RowBytes)
        {
            throw EnvSentences.ActionOutside(Spec, ActionSpace, action);
        }

        Act(action, _inner);
        return Env.Step(_inner, observation);
    }

    /// <param name="action">What the caller gave; exactly one row.</param>
    /// <param name="inner">Receives the action for the environment inside; exactly one row.</param>
    protected abstract void Act(ReadOnlySpan<byte> action, Span<byte> inner);
}
