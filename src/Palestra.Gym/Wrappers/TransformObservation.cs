namespace Palestra.Gym.Wrappers;

/// <summary>Applies a function to every observation (https://gymnasium.farama.org/api/wrappers/observation_wrappers/).</summary>
/// <param name="space">The space of the results; <c>null</c> if it stays the same.</param>
public sealed class TransformObservation(IEnv env, RowTransform transform, Space? space = null)
    : ObservationWrapper(env, space ?? (env ?? throw new ArgumentNullException(nameof(env))).ObservationSpace)
{
    private readonly RowTransform _transform = transform ?? throw new ArgumentNullException(nameof(transform));

    protected override void Observe(ReadOnlySpan<byte> inner, Span<byte> observation, bool first) => _transform(inner, observation);
}
