using Palestra.Settings;

namespace Palestra.Worker;

/// <summary>
/// Tunables of a worker process. Each worker reads them at its start, so that a change holds for later runs, without a restart
/// of the daemon.
/// </summary>
[SettingsGroup("worker")]
public sealed record WorkerSettings
{
    /// <summary>The settings groups of this room.</summary>
    public static Type[] Groups => [typeof(WorkerSettings), typeof(GymSettings), typeof(BdiSettings), typeof(XmppSettings)];

    /// <remarks>
    /// What a batch costs beside its steps is mostly the threads it wakes, here and at the daemon, and where cores are few
    /// they take the trainer's. So a fast run sends as seldom as worker.flush_interval lets it: 50 times a second.
    /// </remarks>
    [Setting("batch_steps", "A batch is sent when it has this many steps; larger ones cost less per step and arrive later. A change holds for workers that start later.",
        Unit = "steps", Min = 1, Max = 4096, Hot = true)]
    public int BatchSteps { get; init; } = 4096;

    /// <remarks>Keeps batches of images from becoming messages of a hundred megabytes.</remarks>
    [Setting("batch_bytes", "A batch is sent when its actions and observations have this many bytes, or a single step more than that. A change holds for workers that start later.",
        Unit = "bytes", Min = 1024, Max = 16 << 20, Hot = true)]
    public int BatchBytes { get; init; } = 1 << 20;

    [Setting("flush_interval", "A batch is sent at the latest this long after its first step; shorter shows slow runs sooner. A change holds for workers that start later.",
        Unit = "ms", Min = 0, Max = 10000, Hot = true)]
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <remarks>
    /// A FrozenLake step takes 45 bytes here: 64 MiB are 1.5 million of them. What the spool begins with is a copy of it,
    /// written in one go, so it should stay well below what a disk writes in a second.
    /// </remarks>
    [Setting("outbox_bytes", "Un-acknowledged steps kept in memory while the daemon is away or slow; when it is full, they go to the spool. A change holds for workers that start later.",
        Unit = "bytes", Min = 65536, Max = 1L << 40, Hot = true)]
    public long OutboxBytes { get; init; } = 64L << 20;

    /// <remarks>A FrozenLake step takes about 40 bytes there: 1 GiB holds the orphan timeout of a run with 80k steps/s.</remarks>
    [Setting("spool_bytes", "Longest the spool in the run's folder may get; when it is full too, training waits. Below worker.outbox_bytes there is none. A change holds for workers that start later.",
        Env = "GYM_WORKER_SPOOL_BYTES", Unit = "bytes", Min = 0, Max = 1L << 44, Hot = true)]
    public long SpoolBytes { get; init; } = 1L << 30;

    [Setting("outbox_log_records", "Log records kept while the daemon is away; older ones are dropped and counted. A change holds for workers that start later.",
        Unit = "records", Min = 1, Max = 1_000_000, Hot = true)]
    public int OutboxLogRecords { get; init; } = 1000;

    [Setting("orphan_timeout", "A worker that finds no daemon for this long stops in good order and leaves what is un-acknowledged in its spool. A change holds for workers that start later.",
        Env = "GYM_WORKER_ORPHAN_TIMEOUT", Unit = "s", Min = 0.1, Max = 604800, Hot = true)]
    public TimeSpan OrphanTimeout { get; init; } = TimeSpan.FromSeconds(300);

    [Setting("save_timeout", "A learner that cannot be saved, for example because the disk is full, is tried again for so long before the run fails. A change holds for workers that start later.",
        Unit = "s", Min = 0, Max = 604800, Hot = true)]
    public TimeSpan SaveTimeout { get; init; } = TimeSpan.FromSeconds(300);

    [Setting("reconnect_min", "Wait before the first attempt to reach the daemon again; it doubles with each attempt that fails. A change holds for workers that start later.",
        Unit = "ms", Min = 1, Max = 60000, Hot = true)]
    public TimeSpan ReconnectMin { get; init; } = TimeSpan.FromMilliseconds(100);

    [Setting("reconnect_max", "Longest wait between two attempts to reach the daemon. A change holds for workers that start later.",
        Unit = "ms", Min = 1, Max = 600000, Hot = true)]
    public TimeSpan ReconnectMax { get; init; } = TimeSpan.FromMilliseconds(2000);

    [Setting("welcome_timeout", "A daemon that accepts a connection and does not answer the hello within this time counts as away. A change holds for workers that start later.",
        Unit = "s", Min = 0.1, Max = 3600, Hot = true)]
    public TimeSpan WelcomeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    [Setting("pace_burst", "How far a paced run that fell behind may catch up at full speed; anything older is forgiven. A change holds for workers that start later.",
        Unit = "ms", Min = 0, Max = 10000, Hot = true)]
    public TimeSpan PaceBurst { get; init; } = TimeSpan.FromMilliseconds(50);

    [Setting("idle_wake", "While nothing happens, in a pause for instance, the loop wakes this often to let its figures fall. A change holds for workers that start later.",
        Unit = "s", Min = 0.01, Max = 60, Hot = true)]
    public TimeSpan IdleWake { get; init; } = TimeSpan.FromSeconds(1);

    [Setting("spool_retry", "While training waits because memory and spool are full, the disk is tried again this often. A change holds for workers that start later.",
        Unit = "s", Min = 0.01, Max = 3600, Hot = true)]
    public TimeSpan SpoolRetry { get; init; } = TimeSpan.FromSeconds(1);

    [Setting("last_words_timeout", "How long a failed write waits for the daemon's own words on why the call is over. A change holds for workers that start later.",
        Unit = "s", Min = 0, Max = 60, Hot = true)]
    public TimeSpan LastWordsTimeout { get; init; } = TimeSpan.FromSeconds(1);

    [Setting("initial_observation_bytes", "First observations above this size are not written as JSON with their episode. A change holds for workers that start later.",
        Unit = "bytes", Min = 0, Max = 1 << 20, Hot = true)]
    public int InitialObservationBytes { get; init; } = 4096;
}
