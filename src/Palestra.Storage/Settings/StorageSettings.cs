using Palestra.Settings;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>How the durable path writes: group commit, checkpoints, queue, retries, block sizes.</summary>
[SettingsGroup("telemetry.db_sink")]
public sealed record StorageSettings
{
    /// <summary>The settings groups of this room.</summary>
    public static Type[] Groups { get; } = [typeof(StorageSettings)];

    [Setting("batch_size", "Most events in one transaction; larger is faster, smaller acknowledges sooner under load.",
        Unit = "events", Min = 1, Max = 65536, Env = "GYM_DB_SINK_BATCH_SIZE", Hot = true,
        Why = "The original had 64 in its daemon, 128 in a copy and 256 in its window, rows of one step each. The largest holds: an event here is a whole batch of steps, and commit_steps ends the wait sooner.")]
    public int BatchSize { get; init; } = 256;

    [Setting("commit_interval", "Longest wait of an event for company before its transaction begins; 0 commits at once.",
        Unit = "ms", Min = 0, Max = 10000, Env = "GYM_DB_SINK_COMMIT_INTERVAL", Hot = true)]
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromMilliseconds(20);

    [Setting("commit_steps", "A transaction begins at once when this many steps wait, whatever the commit interval.",
        Unit = "steps", Min = 1, Max = 1048576, Env = "GYM_DB_SINK_COMMIT_STEPS", Hot = true)]
    public int CommitSteps { get; init; } = 4096;

    [Setting("checkpoint_interval", "Size of the write-ahead log at which it is copied into the database; larger means fewer, longer pauses.",
        Unit = "pages", Min = 16, Max = 1000000, Env = "GYM_DB_SINK_CHECKPOINT_INTERVAL", Hot = true,
        Why = "The original had 1000, 1024 and 4096, counted in writes; here it is pages of the log, 2 MiB of them: a log that is soon written anew stays in the processor's caches, and 1000 were 5 % slower.")]
    public int CheckpointInterval { get; init; } = 500;

    [Setting("writer_queue_size", "Most events that wait for the disk; when it is full, publishers of the run wait (nothing is dropped). The bus of a run is at least this large when the run starts; a live run takes a longer queue as far as its bus goes.",
        Unit = "events", Min = 1, Max = 1048576, Env = "GYM_DB_SINK_WRITER_QUEUE_SIZE", Hot = true,
        Why = "The original had 512, 4096 and 16384 and dropped when it was full. Here a full queue only makes the sender wait, so it need not be long: 1024 batches.")]
    public int WriterQueueSize { get; init; } = 1024;

    [Setting("busy_timeout", "How long one attempt waits for a lock that another process holds on the run file.",
        Unit = "ms", Min = 0, Max = 60000, Env = "GYM_DB_SINK_BUSY_TIMEOUT", Hot = true)]
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromMilliseconds(250);

    [Setting("retry_delay", "Pause before the first new attempt after the disk was full, locked or failing; doubles with each attempt.",
        Unit = "ms", Min = 1, Max = 60000, Env = "GYM_DB_SINK_RETRY_DELAY", Hot = true)]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    [Setting("max_retry_delay", "Longest pause between two attempts.",
        Unit = "ms", Min = 1, Max = 600000, Env = "GYM_DB_SINK_MAX_RETRY_DELAY", Hot = true)]
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(2);

    [Setting("stalled_after", "A transaction that takes longer than this is reported as a stall of the durable path.",
        Unit = "ms", Min = 10, Max = 600000, Env = "GYM_DB_SINK_STALLED_AFTER", Hot = true)]
    public TimeSpan StalledAfter { get; init; } = TimeSpan.FromSeconds(2);

    [Setting("commit_threads", "Most transactions of different runs that are written at the same time; further runs take turns. A change holds for later runs.",
        Unit = "threads", Min = 1, Max = 1024, Env = "GYM_DB_SINK_COMMIT_THREADS", Hot = true)]
    public int CommitThreads { get; init; } = 64;

    [Setting("commit_thread_idle", "A thread that had no transaction to write for so long ends; longer spares live runs the start of a new one. A change holds for later runs.",
        Unit = "s", Min = 0.1, Max = 3600, Env = "GYM_DB_SINK_COMMIT_THREAD_IDLE", Hot = true)]
    public TimeSpan CommitThreadIdle { get; init; } = TimeSpan.FromSeconds(10);

    [Setting("tail_steps", "A tail segment of at least this many steps is no longer rewritten; larger means fewer rows, more bytes written at low rates.",
        Unit = "steps", Min = 1, Max = 4096, Env = "GYM_DB_SINK_TAIL_STEPS", Hot = true)]
    public int TailSteps { get; init; } = 256;

    [Setting("block_bytes", "A block is sealed early when its actions and observations reach this size.",
        Unit = "bytes", Min = 4096, Max = 268435456, Env = "GYM_DB_SINK_BLOCK_BYTES", Hot = true)]
    public int BlockBytes { get; init; } = 8 * 1024 * 1024;

    [Setting("compression", "How hard blocks are compressed; adaptive is optimal while the disk keeps up and fastest when steps pile up.",
        Allowed = ["adaptive", "fastest", "optimal", "smallest"], Env = "GYM_DB_SINK_COMPRESSION", Hot = true)]
    public string Compression { get; init; } = "adaptive";

    [Setting("delta_row_bytes", "Rows up to this width are stored as differences to the row before; of wider ones, images for instance, that costs more time than it saves bytes.",
        Unit = "bytes", Min = 0, Max = 65536, Env = "GYM_DB_SINK_DELTA_ROW_BYTES", Hot = true)]
    public int DeltaRowBytes { get; init; } = 64;

    [Setting("hurry_steps", "A transaction of at least this many steps is compressed as fast as possible where compression is adaptive.",
        Unit = "steps", Min = 1, Max = 1048576, Env = "GYM_DB_SINK_HURRY_STEPS", Hot = true)]
    public int HurrySteps { get; init; } = 16384;

    [Setting("blocks_ahead", "Most blocks of one run that are encoded, on other cores, before the transaction comes to them; they are of this transaction and the next.",
        Unit = "blocks", Min = 1, Max = 256, Env = "GYM_DB_SINK_BLOCKS_AHEAD", Hot = true)]
    public int BlocksAhead { get; init; } = 64;

    [Setting("ahead_bytes", "Most bytes of actions and observations in blocks that are encoded ahead. A block of more than an eighth of it, of images for instance, is encoded in its turn: that takes several times its size.",
        Unit = "bytes", Min = 0, Max = 268435456, Env = "GYM_DB_SINK_AHEAD_BYTES", Hot = true)]
    public int AheadBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>The settings of a bus whose ring holds a full queue of the durable path.</summary>
    public RunBusSettings Fit(RunBusSettings bus) => bus with { Capacity = Math.Max(bus.Capacity, WriterQueueSize) };
}
