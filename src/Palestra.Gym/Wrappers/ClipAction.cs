namespace Palestra.Gym.Wrappers;

/// <summary>
/// Takes any number as an action and clips it to the bounds of the environment inside
/// (https://gymnasium.farama.org/api/wrappers/action_wrappers/). The caller's action space has no bounds then. NaN stays
/// NaN, which the environment inside refuses.
/// </summary>
public sealed class ClipAction : ActionWrapper
{
    private readonly Box _box;

    /// <exception cref="GymException">The action space is no <see cref="Box"/> of a signed type.</exception>
    public ClipAction(IEnv env)
        : base(env, Unbounded(env)) => _box = (Box)Env.ActionSpace;

    protected override void Act(ReadOnlySpan<byte> action, Span<byte> inner)
    {
        for (var i = 0; i < _box.Count; i++)
        {
            var value = _box.Get(action, i);
            _box.Set(inner, i, value < _box.Low[i] ? _box.Low[i] : value > _box.High[i] ? _box.High[i] : value);
        }
    }

    private static Box Unbounded(IEnv env)
    {
        ArgumentNullException.ThrowIfNull(env);
        return env.ActionSpace is Box box && box.ElementType.IsSigned()
            ? new Box(double.NegativeInfinity, double.PositiveInfinity, [.. box.Shape], box.ElementType)
            : throw new GymException($"Actions of {env.Spec.Id} cannot be clipped: its action space is {env.ActionSpace}, and a Box of a signed type is needed.");
    }
}
