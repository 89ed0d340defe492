namespace Palestra.Gym.Wrappers;

/// <summary>Base of wrappers that change the reward and nothing else: override <see cref="Reward"/>.</summary>
public abstract class RewardWrapper(IEnv env) : Wrapper(env)
{
    public sealed override StepOutcome Step(ReadOnlySpan<byte> action, Span<byte> observation)
    {
        var outcome = Env.Step(action, observation);
        return outcome with { Reward = Reward(outcome) };
    }

    /// <param name="outcome">What the step inside gave.</param>
    protected abstract double Reward(StepOutcome outcome);
}
