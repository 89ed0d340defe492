namespace Palestra.Gym.Wrappers;

/// <summary>Keeps every reward within bounds (https://gymnasium.farama.org/api/wrappers/reward_wrappers/). NaN stays NaN.</summary>
public sealed class ClipReward : RewardWrapper
{
    private readonly double _min;
    private readonly double _max;

    /// <param name="minReward">Lower bound; <c>null</c> is none.</param>
    /// <param name="maxReward">Upper bound; <c>null</c> is none.</param>
    /// <exception cref="GymException">Neither is given, or the lower exceeds the upper.</exception>
    public ClipReward(IEnv env, double? minReward = null, double? maxReward = null)
        : base(env)
    {
        _min = minReward ?? double.NegativeInfinity;
        _max = maxReward ?? double.PositiveInfinity;
        if ((minReward is null && maxReward is null) || !(_min <= _max))
        {
            throw new GymException($"Rewards cannot be clipped to {_min} to {_max}: a lower or an upper bound is needed, the lower not above the upper.");
        }
    }

    protected override double Reward(StepOutcome outcome) =>
        outcome.Reward < _min ? _min : outcome.Reward > _max ? _max : outcome.Reward;
}
