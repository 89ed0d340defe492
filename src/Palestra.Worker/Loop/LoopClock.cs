namespace Palestra.Worker.Loop;

/// <summary>
/// The two times of the loop: a steady one, for whatever is due or counted, and the wall clock, which is only written
/// down and may jump by hours either way. A step looks once: its wall time is that of the last look at the wall clock
/// and what has steadily passed since. The loop's thread only.
/// </summary>
internal sealed class LoopClock(TimeProvider clock)
{
    /// <summary>A jump of the wall clock is seen in the steps at most this much later.</summary>
    [NotTunable("Part of what a recorded time means: right within a tenth of a second after a jump of the clock.")]
    private const long LookUs = 100_000;

    private readonly double _usPerTick = 1e6 / clock.TimestampFrequency;
    private long _lookedUs = long.MinValue;
    private long _wallAheadUs;

    /// <summary>Microseconds since some moment; never goes back.</summary>
    public long SteadyUs => (long)(clock.GetTimestamp() * _usPerTick);

    /// <summary>Microseconds since the Unix epoch.</summary>
    /// <param name="steadyUs">A moment that <see cref="SteadyUs"/> gave just now.</param>
    public long WallUs(long steadyUs)
    {
        if (_lookedUs == long.MinValue || steadyUs - _lookedUs >= LookUs)
        {
            (_lookedUs, _wallAheadUs) = (steadyUs, UnixTime.NowUs(clock) - steadyUs);
        }

        return steadyUs + _wallAheadUs;
    }
}
