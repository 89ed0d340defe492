namespace Palestra.Trainer.Live;

/// <summary>
/// When to look at a fast lane, and which of its frames to take, so that frames are young when they are taken and there
/// are no more of them than the display rate. Turns are a display interval apart. A frame from before its turn has waited
/// already, and the writer's next one will come within its period: better that one. Not thread-safe; times are since any
/// one moment.
/// </summary>
/// <param name="display">From one turn to the next, in the mean.</param>
/// <param name="look">From one look to the next while a frame is due: how old a frame gets before it is seen.</param>
/// <param name="idle">The same on a lane that shows nothing new.</param>
internal sealed class FrameSchedule(TimeSpan display, TimeSpan look, TimeSpan idle)
{
    /// <summary>After so long without a frame a lane is idle: longer than between two frames of anything that moves.</summary>
    [NotTunable("Tells motion from stillness at every rate: longer than between two frames of anything that moves.")]
    private static readonly TimeSpan IdleAfter = TimeSpan.FromSeconds(1);

    /// <summary>No timer is finer; less would not wait at all.</summary>
    [NotTunable("What the timers of the operating system can do.")]
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(1);

    /// <summary>A writer this many of its periods behind has stopped: its last frame is the one to show.</summary>
    [NotTunable("Between one period, when a frame may still come, and two, when it did not.")]
    private const double PeriodsToWait = 1.5;

    private TimeSpan _due;
    private TimeSpan _lastWritten;
    private TimeSpan _period;
    private long _lastNumber;

    /// <summary>Whether to look now: a frame is due.</summary>
    public bool IsDue(TimeSpan now) => now >= _due - look;

    /// <summary>Whether to take the newest frame of the lane.</summary>
    /// <param name="age">By the wall clock, which may be set: a frame of the future counts as written now.</param>
    public bool Wants(TimeSpan now, TimeSpan age) =>
        IsDue(now) && (WrittenAt(now, age) >= _due - look || age >= _period * PeriodsToWait);

    /// <summary>A frame was taken.</summary>
    public void Took(TimeSpan now, long number, TimeSpan age)
    {
        var written = WrittenAt(now, age);
        // The numbers of a new writer begin again: its period is not known yet.
        _period = _lastNumber > 0 && number > _lastNumber && written > _lastWritten ? (written - _lastWritten) / (number - _lastNumber) : TimeSpan.Zero;
        _period = _period < display ? _period : display;
        (_lastNumber, _lastWritten) = (number, written);
        _due = _due + display > written ? _due + display : written;
    }

    /// <summary>How long to wait before the next look.</summary>
    /// <param name="isLive">There is a writer.</param>
    public TimeSpan Wait(TimeSpan now, bool isLive)
    {
        var wait = !isLive || now - _lastWritten > IdleAfter ? idle
            : IsDue(now) ? look
            : _due - look - now;
        return wait > Grain ? wait : Grain;
    }

    // No older than a display interval: what an idle lane last showed, or a clock that was set, must not shift the turns.
    private TimeSpan WrittenAt(TimeSpan now, TimeSpan age) =>
        now - (age < TimeSpan.Zero ? TimeSpan.Zero : age < display ? age : display);
}
