namespace Palestra.Gym.Wrappers;

/// <summary>
/// Gives observations of any space as one row of numbers (https://gymnasium.farama.org/api/wrappers/observation_wrappers/);
/// <see cref="SpaceFlattener"/> says how.
/// </summary>
public sealed class FlattenObservation : ObservationWrapper
{
    private readonly SpaceFlattener _flattener;

    public FlattenObservation(IEnv env)
        : this(env, new SpaceFlattener((env ?? throw new ArgumentNullException(nameof(env))).ObservationSpace))
    {
    }

    private FlattenObservation(IEnv env, SpaceFlattener flattener)
        : base(env, flattener.Flat) => _flattener = flattener;

    protected override void Observe(ReadOnlySpan<byte> inner, Span<byte> observation, bool first) =>
        _flattener.Flatten(inner, observation);
}
