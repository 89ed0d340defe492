namespace Palestra.Gym.Wrappers;

/// <summary>Applies a function to every reward (https://gymnasium.farama.org/api/wrappers/reward_wrappers/).</summary>
public sealed class TransformReward(IEnv env, Func<double, double> transform) : RewardWrapper(env)
{
    private readonly Func<double, double> _transform = transform ?? throw new ArgumentNullException(nameof(transform));

    protected override double Reward(StepOutcome outcome) => _transform(outcome.Reward);
}
