using Palestra.Settings;

namespace Palestra.Trainer;

/// <summary>How runs are started, watched and ended.</summary>
[SettingsGroup("trainer")]
public sealed record SchedulerSettings
{
    [Setting("max_running", "Most workers at once; further runs wait in INIT, first come first served.", Unit = "workers", Min = 1, Max = 1024, Hot = true)]
    public int MaxRunning { get; init; } = 4;

    [Setting("stop_grace", "How long a worker may take to end after a stop before it gets SIGTERM.", Unit = "s", Min = 0, Max = 3600, Hot = true)]
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(10);

    [Setting("kill_grace", "How long a worker may take to end after SIGTERM before it gets SIGKILL.", Unit = "s", Min = 0, Max = 3600, Hot = true)]
    public TimeSpan KillGrace { get; init; } = TimeSpan.FromSeconds(5);

    [Setting("hello_timeout", "How long a worker process may live without saying hello before its run is FAULT and the process is ended; raise it for workers that take long to load.", Unit = "s", Min = 0.1, Max = 86400, Env = "GYM_TRAINER_HELLO_TIMEOUT", Hot = true)]
    public TimeSpan HelloTimeout { get; init; } = TimeSpan.FromSeconds(60);

    [Setting("adopt_timeout", "After a restart of the daemon: how long it waits for a worker whose process it cannot see before the run is FAULT.", Unit = "s", Min = 0, Max = 86400, Hot = true)]
    public TimeSpan AdoptTimeout { get; init; } = TimeSpan.FromSeconds(30);

    [Setting("drain_timeout", "After a worker process ended: how long the daemon goes on reading what it still had on the line.", Unit = "s", Min = 0, Max = 600, Hot = true)]
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(5);

    [Setting("watch_interval", "How often worker processes, heartbeats and captured output are looked at.", Unit = "ms", Min = 10, Max = 60000, Hot = true,
        Why = "The original looked every 0.5, 1, 2 or 30 s, depending on what; one look is cheap, and a dead worker should be known at once.")]
    public TimeSpan WatchInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    [Setting("stderr_tail", "How much of a dead worker's stderr is quoted in the reason of the run.", Unit = "bytes", Min = 0, Max = 65536, Hot = true)]
    public int StderrTailBytes { get; init; } = 1024;

    /// <remarks>Some 10 MB of a run's file; a program that prints more than this says nothing that a person will read in a log.</remarks>
    [Setting("max_output_lines", "Most lines of a worker's stdout, and of its stderr, that go into the log of its run; the files beside it hold all of them.", Unit = "lines", Min = 0, Env = "GYM_TRAINER_MAX_OUTPUT_LINES")]
    public long MaxOutputLines { get; init; } = 100_000;

    [Setting("default_episodes", "Episodes of a run that names neither episodes nor steps.", Unit = "episodes", Min = 1, Hot = true)]
    public long DefaultEpisodes { get; init; } = 1000;

    [Setting("max_num_envs", "Most environments side by side in one run.", Unit = "environments", Min = 1, Max = 65536, Hot = true)]
    public int MaxNumEnvs { get; init; } = 1024;

    [Setting("max_streams", "Most streams (agents times environments) of one run; the session that brings one more is ended with a sentence.", Unit = "streams", Min = 1, Max = 1_000_000, Env = "GYM_TRAINER_MAX_STREAMS", Hot = true)]
    public int MaxStreams { get; init; } = 4096;

    [Setting("stop_timeout", "How long the daemon may take to end in good order.", Unit = "s", Min = 0, Max = 600)]
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    [Setting("max_text_length", "Longest name of a run, and longest tag.", Unit = "characters", Min = 1, Max = 10000, Hot = true)]
    public int MaxTextLength { get; init; } = 120;

    [Setting("max_single_steps", "Most steps that one command lets a paused worker take.", Unit = "steps", Min = 1, Max = 1_000_000_000, Hot = true)]
    public int MaxSingleSteps { get; init; } = 1_000_000;
}
