namespace Palestra.Worker.Loop;

/// <summary>
/// Holds steps to a rate: step k is due k periods after the first. Absolute due times, so a wait that ends a little late
/// is made up for and the mean rate is exact; a run that fell behind by more than the burst is forgiven the rest. Says
/// how long to wait and never waits itself. Not thread-safe.
/// </summary>
internal sealed class Pacer(TimeSpan burst, TimeProvider clock)
{
    /// <summary>The operating system does not wake anybody more precisely; below it steps go together.</summary>
    [NotTunable("What the timers of the operating system can do.")]
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(1);

    private double _rateHz;
    private long _origin;
    private double _due;
    private double _period;
    private bool _running;

    /// <summary>How long to wait before the next step; zero is now.</summary>
    /// <param name="rateHz">Most steps per second; 0 is no limit. A change begins a new schedule.</param>
    public TimeSpan Delay(double rateHz)
    {
        if (rateHz <= 0)
        {
            _running = false;
            return TimeSpan.Zero;
        }

        var timestamp = clock.GetTimestamp();
        if (!_running || rateHz != _rateHz)
        {
            (_rateHz, _period, _origin, _due, _running) = (rateHz, clock.TimestampFrequency / rateHz, timestamp, 0, true);
        }

        // Counted from the origin: a double cannot hold the ticks of a whole calendar.
        var now = (double)(timestamp - _origin);
        var late = now - _due;
        if (late > burst.TotalSeconds * clock.TimestampFrequency)
        {
            _due = now;
            return TimeSpan.Zero;
        }

        var wait = TimeSpan.FromSeconds(-late / clock.TimestampFrequency);
        return wait < Grain ? TimeSpan.Zero : wait;
    }

    /// <summary>A step was taken.</summary>
    public void Took() => _due += _period;

    /// <summary>After a pause: the time that passed in it is not owed.</summary>
    public void Restart() => _running = false;
}
