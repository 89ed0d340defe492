namespace Palestra.Gym.Wrappers;

/// <summary>
/// Lets the caller act in bounds of its choice, such as -1 to 1, and maps that in a straight line to those of the
/// environment inside (https://gymnasium.farama.org/api/wrappers/action_wrappers/). Per element, all narrowed to the type
/// of the action space as Gymnasium's arrays are:
/// <c>gradient = (max - min) / (high - low)</c>, <c>intercept = gradient * -low + min</c>, and
/// <c>inner = (action - intercept) / gradient</c>. An element without a bound needs the same bound, infinity, here. For
/// float64 Gymnasium takes the quotient in the C library's long double where there is one; its last bit may differ.
/// </summary>
public sealed class RescaleAction : ActionWrapper
{
    private readonly Box _box;
    private readonly double[] _gradient;
    private readonly double[] _intercept;
    private readonly bool _checks;

    /// <inheritdoc cref="RescaleAction(IEnv, double[], double[])"/>
    public RescaleAction(IEnv env, double minAction, double maxAction)
        : this(env, Repeat(env, minAction), Repeat(env, maxAction))
    {
    }

    /// <param name="minAction">Lower bound per element, row-major.</param>
    /// <param name="maxAction">Upper bound per element, row-major.</param>
    /// <exception cref="GymException">
    /// The action space is no <see cref="Box"/> of floats, or a bound is missing, the wrong way round, or infinite on one side
    /// of the map only.
    /// </exception>
    public RescaleAction(IEnv env, double[] minAction, double[] maxAction)
        : base(env, new Box(minAction, maxAction, [.. BoxOf(env).Shape], BoxOf(env).ElementType))
    {
        _box = BoxOf(env);
        _checks = !env.Spec.ClipsActions;
        _gradient = new double[_box.Count];
        _intercept = new double[_box.Count];
        for (var i = 0; i < _box.Count; i++)
        {
            var (min, max, low, high) = (minAction[i], maxAction[i], _box.Low[i], _box.High[i]);
            if (((double.IsInfinity(min) || double.IsInfinity(low)) && min != low) || ((double.IsInfinity(max) || double.IsInfinity(high)) && max != high))
            {
                throw new GymException($"Element {i} of the actions of {env.Spec.Id} is {low} to {high} and cannot be rescaled to {min} to {max}: what has no bound keeps none.");
            }

            _gradient[i] = double.IsFinite(min) && double.IsFinite(max) ? Narrow((max - min) / (high - low)) : 1;
            if (!(_gradient[i] > 0 && double.IsFinite(_gradient[i])))
            {
                throw new GymException($"Element {i} of the actions of {env.Spec.Id} is {low} to {high} and cannot be rescaled to {min} to {max}: both need to be wider than a point.");
            }

            _intercept[i] = double.IsFinite(min) ? Narrow(Narrow(_gradient[i] * -low) + min)
                : double.IsFinite(max) ? Narrow(max - high) : 0;
        }
    }

    public override StepOutcome Step(ReadOnlySpan<byte> action, Span<byte> observation)
    {
        if (_checks && !ActionSpace.Contains(action))
        {
            throw EnvSentences.ActionOutside(Spec, ActionSpace, action);
        }

        return base.Step(action, observation);
    }

    protected override void Act(ReadOnlySpan<byte> action, Span<byte> inner)
    {
        for (var i = 0; i < _gradient.Length; i++)
        {
            var value = Narrow(Narrow(_box.Get(action, i) - _intercept[i]) / _gradient[i]);

            // Rounding may carry an action at the very bound beyond it, where an environment that does not clip would refuse.
            _box.Set(inner, i, _checks ? Math.Clamp(value, _box.Low[i], _box.High[i]) : value);
        }
    }

    private static Box BoxOf(IEnv env)
    {
        ArgumentNullException.ThrowIfNull(env);
        return env.ActionSpace is Box box && box.ElementType.IsFloat()
            ? box
            : throw new GymException($"Actions of {env.Spec.Id} cannot be rescaled: its action space is {env.ActionSpace}, and a Box of floats is needed.");
    }

    private static double[] Repeat(IEnv env, double value)
    {
        var values = new double[BoxOf(env).Count];
        Array.Fill(values, value);
        return values;
    }

    private double Narrow(double value) => _box.ElementType == ElementType.Float32 ? (float)value : value;
}
