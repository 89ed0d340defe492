namespace Palestra.Worker.Loop;

/// <summary>
/// What telemetry costs the run it looks at: the time that the loop's thread spends on each lane. Per batch, frame and
/// pause it takes the time twice; of single steps it measures one in <see cref="SampleEvery"/>, so that the measure itself
/// stays below a nanosecond per step. Left out: making the event of an episode, and what the session's own threads do
/// beside the loop. The loop's thread measures, any thread reads; a reader may be one section behind.
/// </summary>
internal sealed class ObserverMeter
{
    /// <summary>Two looks at the clock cost some 50 ns.</summary>
    [NotTunable("A power of two, whose mask is in the step's path; rarer or denser samples give the same figure.")]
    public const int SampleEvery = 256;

    private readonly TimeProvider _clock;
    private readonly long _ownTicks;
    private readonly long[] _ticks = new long[3];
    private long _began;
    private long _since;
    private long _sampled;
    private int _inside = -1;

    public ObserverMeter(TimeProvider clock)
    {
        _clock = clock;
        _ownTicks = OwnTicks();
    }

    /// <summary>The loop begins.</summary>
    public void Begin() => Volatile.Write(ref _began, _clock.GetTimestamp());

    public void Enter(LoopSection section)
    {
        Volatile.Write(ref _since, _clock.GetTimestamp());
        Volatile.Write(ref _inside, (int)section);
    }

    public void Leave()
    {
        var section = _inside;
        Volatile.Write(ref _inside, -1);
        Add(section, Math.Max(0, _clock.GetTimestamp() - _since));
    }

    /// <summary>A step is to be recorded: whether it is one of those to measure.</summary>
    public bool IsSample() => (++_sampled & (SampleEvery - 1)) == 0;

    public long Now() => _clock.GetTimestamp();

    /// <summary>A sampled step was put into its batch; it stands for all those that were not measured.</summary>
    public void AddSample(long since) =>
        Add((int)LoopSection.SlowLane, SampleEvery * Math.Max(0, _clock.GetTimestamp() - since - _ownTicks));

    /// <param name="steps">Steps taken so far.</param>
    public ObserverFigures Figures(long steps)
    {
        var began = Volatile.Read(ref _began);
        if (began == 0 || steps == 0)
        {
            return default;
        }

        var now = _clock.GetTimestamp();
        var (slow, fast, paused) = (Read(LoopSection.SlowLane, now), Read(LoopSection.FastLane, now), Read(LoopSection.Paused, now));
        var whole = Math.Max(1, now - began - paused);
        return new ObserverFigures(Us(slow) / steps, Us(fast) / steps, Math.Min(1, (double)(slow + fast) / whole));
    }

    private double Us(long ticks) => ticks * 1e6 / _clock.TimestampFrequency;

    private void Add(int section, long ticks) => Volatile.Write(ref _ticks[section], _ticks[section] + ticks);

    /// <summary>What is done, and what is under way: a loop that has waited for a minute has spent that minute.</summary>
    private long Read(LoopSection section, long now)
    {
        var underWay = Volatile.Read(ref _inside) == (int)section ? Math.Max(0, now - Volatile.Read(ref _since)) : 0;
        return Volatile.Read(ref _ticks[(int)section]) + underWay;
    }

    private long OwnTicks()
    {
        var least = long.MaxValue;
        for (var i = 0; i < SampleEvery; i++)
        {
            var since = _clock.GetTimestamp();
            least = Math.Min(least, _clock.GetTimestamp() - since);
        }

        return least;
    }
}

/// <summary>What the loop's thread does when it does not train.</summary>
internal enum LoopSection
{
    /// <summary>Building batches, the outbox, and waiting when that is full.</summary>
    SlowLane,

    /// <summary>Rendering and publishing.</summary>
    FastLane,

    /// <summary>Waiting for a person. Waiting for the next step of a paced run is no section: that time is the run's own.</summary>
    Paused,
}

/// <param name="Share">Both lanes' part of the run's time: waits for its pace included, pauses not. 0 to 1.</param>
internal readonly record struct ObserverFigures(double SlowLaneUsPerStep, double FastLaneUsPerStep, double Share);
