namespace Palestra.Gym.Tests;

/// <summary>Measures what some work allocates on this thread once it is warm.</summary>
internal static class Allocations
{
    /// <returns>
    /// The fewest bytes of a few rounds: the first ones warm up, and the runtime itself may allocate a little while it
    /// recompiles a loop that has become hot. What allocates at every round shows in each.
    /// </returns>
    public static long Of(Action work)
    {
        var least = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
