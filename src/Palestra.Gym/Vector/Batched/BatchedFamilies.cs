using Palestra.Gym.Toy;

namespace Palestra.Gym.Vector;

/// <summary>Which environments can be batched, and how.</summary>
internal static class BatchedFamilies
{
    /// <param name="made">As the registry makes it; belongs to the result, if there is one. Its arguments are those of all slots.</param>
    /// <returns>The slots, or <c>null</c> if this environment has no batched dynamics.</returns>
    public static Slots? TryMake(GuardedEnv made, int count, AutoresetMode mode)
    {
        return made.Inner switch
        {
            FrozenLake lake => Make<FrozenLakeBatch, long, long>(places => new(lake, places)),
            CliffWalking cliff => Make<CliffWalkingBatch, long, long>(places => new(cliff, places)),
            Taxi taxi => Make<TaxiBatch, long, long>(places => new(taxi, places)),
            _ => null,
        };

        Slots Make<TDynamics, TObs, TAct>(Func<int, TDynamics> dynamics)
            where TDynamics : struct, IBatchedDynamics<TObs, TAct>
            where TObs : unmanaged
            where TAct : unmanaged =>
            new BatchedSlots<TDynamics, TObs, TAct>(new SlotViewer(made), count, mode, dynamics);
    }
}
