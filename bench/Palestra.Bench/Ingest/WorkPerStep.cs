namespace Palestra.Bench;

/// <summary>How much work per step makes a trainer of a certain speed on this machine.</summary>
internal static class WorkPerStep
{
    private const long Sample = 2_000_000;
    private const int Samples = 7;

    /// <returns>Turns of <see cref="BenchTrainer"/>'s generator that take a step's time at this speed, all else being free.</returns>
    public static long For(double stepsPerSecond, TimeProvider clock)
    {
        // The fastest sample: whatever else the machine does only makes one slower.
        var best = Enumerable.Range(0, Samples).Min(_ =>
        {
            var started = clock.GetTimestamp();
            GC.KeepAlive(BenchTrainer.Work(1, Sample));
            return clock.GetElapsedTime(started).TotalSeconds;
        });
        return (long)(1 / stepsPerSecond / (best / Sample));
    }
}
