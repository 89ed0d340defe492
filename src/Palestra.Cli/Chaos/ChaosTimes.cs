namespace Palestra.Cli.Chaos;

/// <summary>How long things take in a chaos session, and how long they may take. Ranges are drawn from evenly.</summary>
[NotTunable("Part of the chaos session that a seed names: other ranges, other faults. Tests shorten them.")]
internal sealed record ChaosTimes
{
    /// <summary>In a short session faults are shorter too, so that all of them fit into it.</summary>
    public static ChaosTimes For(TimeSpan session)
    {
        var times = new ChaosTimes();
        return times with
        {
            Pause = (times.Pause.Least, Shorter(times.Pause.Most, session / 60)),
            Fault = (times.Fault.Least, Shorter(times.Fault.Most, session / 20)),
        };
    }

    /// <summary>Between the recovery from one fault and the next fault.</summary>
    public (TimeSpan Least, TimeSpan Most) Pause { get; init; } = (TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2));

    /// <summary>How long a fault that lasts does last.</summary>
    public (TimeSpan Least, TimeSpan Most) Fault { get; init; } = (TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(4));

    /// <summary>How long a daemon stays away after it was killed.</summary>
    public (TimeSpan Least, TimeSpan Most) Away { get; init; } = (TimeSpan.Zero, TimeSpan.FromSeconds(2));

    /// <summary>How much later each piece of a delayed link arrives.</summary>
    public (TimeSpan Least, TimeSpan Most) Lateness { get; init; } = (TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(300));

    /// <summary>How far a wall clock jumps, forwards and then backwards or the other way round.</summary>
    public (TimeSpan Least, TimeSpan Most) Jump { get; init; } = (TimeSpan.FromHours(1), TimeSpan.FromHours(12));

    /// <summary>A run that looks ill may just have ended; so long it has to show it.</summary>
    public TimeSpan EndingPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A run that makes no step for so long after a fault is over has not survived it.</summary>
    public TimeSpan RecoveryPatience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A daemon that is not up, or not down, within this time hangs.</summary>
    public TimeSpan DaemonPatience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Runs that have not ended so long after the last fault hang.</summary>
    public TimeSpan EndPatience { get; init; } = TimeSpan.FromMinutes(1.5);

    /// <summary>Between two looks at the runs.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(100);

    private static TimeSpan Shorter(TimeSpan usual, TimeSpan wanted) => TimeSpan.FromSeconds(Math.Clamp(wanted.TotalSeconds, usual.TotalSeconds / 4, usual.TotalSeconds));
}
