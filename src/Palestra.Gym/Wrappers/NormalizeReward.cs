namespace Palestra.Gym.Wrappers;

/// <summary>
/// Scales rewards so that their discounted running sum has a variance of about 1
/// (https://gymnasium.farama.org/api/wrappers/reward_wrappers/): with <c>R = R * gamma * (1 - terminated) + reward</c> it is
/// <c>reward / sqrt(variance of R + epsilon)</c>; the mean is not taken off. As in Gymnasium neither a truncation nor a reset
/// sets R to 0. In doubles. R and the statistics belong to the saved state.
/// </summary>
public sealed class NormalizeReward : RewardWrapper
{
    private readonly RunningMeanVariance _statistics = new(1, single: false, startsSingle: false);
    private readonly double[] _discounted = new double[1];
    private readonly double _gamma;
    private readonly double _epsilon;

    /// <param name="gamma">Discount, 0 to 1.</param>
    /// <param name="epsilon">Keeps the divisor from 0.</param>
    /// <exception cref="GymException">The discount is outside 0 to 1.</exception>
    [NotTunable("Gymnasium's constructor has these defaults; a caller gives others.")]
    public NormalizeReward(IEnv env, double gamma = 0.99, double epsilon = 1e-8)
        : base(env)
    {
        if (!(gamma >= 0 && gamma <= 1))
        {
            throw new GymException($"Rewards cannot be normalised with a discount of {gamma}: 0 to 1 is allowed.");
        }

        (_gamma, _epsilon) = (gamma, epsilon);
    }

    /// <summary>Whether the statistics go on taking in rewards; false for an evaluation.</summary>
    public bool UpdateRunningMean { get; set; } = true;

    /// <summary>Variance of the discounted running sum.</summary>
    public double Variance => _statistics.Variance[0];

    protected override double Reward(StepOutcome outcome)
    {
        _discounted[0] = (_discounted[0] * _gamma * (outcome.Terminated ? 0 : 1)) + outcome.Reward;
        if (UpdateRunningMean)
        {
            _statistics.Update(_discounted);
        }

        return outcome.Reward / _statistics.Deviation(0, _epsilon);
    }

    protected override void OnSave(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(UpdateRunningMean);
        writer.Write(_discounted[0]);
        _statistics.Save(writer);
    }

    protected override void OnRestore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        UpdateRunningMean = reader.ReadBoolean();
        _discounted[0] = reader.ReadDouble();
        _statistics.Restore(reader);
    }
}
