using Palestra.Gym.Classic;
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
            Blackjack blackjack => Make<BlackjackBatch, BlackjackObservation, long>(places => new(blackjack, places)),
            CartPole cart => Make<CartPoleBatch, CartPoleObservation, long>(places => new(cart, places)),
            MountainCar car => Make<MountainCarBatch, MountainCarObservation, long>(places => new(car, places)),
            MountainCarContinuous car => Make<MountainCarContinuousBatch, MountainCarObservation, float>(places => new(car, places)),
            Acrobot acrobot => Make<AcrobotBatch, AcrobotObservation, long>(places => new(acrobot, places)),
            Pendulum pendulum => Make<PendulumBatch, PendulumObservation, float>(places => new(pendulum, places)),
            _ => null,
        };

        Slots Make<TDynamics, TObs, TAct>(Func<int, TDynamics> dynamics)
            where TDynamics : struct, IBatchedDynamics<TObs, TAct>
            where TObs : unmanaged
            where TAct : unmanaged =>
            new BatchedSlots<TDynamics, TObs, TAct>(new SlotViewer(made), count, mode, dynamics);
    }
}
