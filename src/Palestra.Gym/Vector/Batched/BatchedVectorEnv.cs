namespace Palestra.Gym.Vector;

/// <summary>
/// A built-in environment with the state of all slots in arrays: the same numbers as single environments, faster.
/// <see cref="VectorRegistry.MakeVector"/> makes it. With more than one thread the slots are shared out in ranges.
/// </summary>
public sealed class BatchedVectorEnv : VectorEnv
{
    internal BatchedVectorEnv(Slots slots, int parallelism)
        : base(slots, parallelism)
    {
    }
}
