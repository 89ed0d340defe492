namespace Palestra.Gym.Wrappers;

/// <summary>Applies a function to every action before the step (https://gymnasium.farama.org/api/wrappers/action_wrappers/).</summary>
/// <param name="transform">From an action as the caller gives it to one for the environment inside.</param>
/// <param name="space">The space of the caller's actions; <c>null</c> if it stays the same.</param>
public sealed class TransformAction(IEnv env, RowTransform transform, Space? space = null)
    : ActionWrapper(env, space ?? (env ?? throw new ArgumentNullException(nameof(env))).ActionSpace)
{
    private readonly RowTransform _transform = transform ?? throw new ArgumentNullException(nameof(transform));

    protected override void Act(ReadOnlySpan<byte> action, Span<byte> inner) => _transform(action, inner);
}
