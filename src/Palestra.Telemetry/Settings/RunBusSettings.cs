using Palestra.Settings;

namespace Palestra.Telemetry;

/// <summary>Sizes of the bus of each run. An event is at most one batch of steps, so these are not steps.</summary>
[SettingsGroup("telemetry.run_bus")]
public sealed record RunBusSettings
{
    // The ring keeps its events alive. 1,024 batches of 1,024 steps at 50 bytes are 50 MB a run; nothing needs a longer
    // ring than the longest queue, since whoever falls further behind reads the store.
    [Setting("capacity", "Events the bus of each run keeps in memory; rounded up to a power of two and to the longest queue. A change holds for later runs.",
        Unit = "events", Min = 64, Max = 1_048_576, Env = "GYM_HUB_MAX_QUEUE",
        Why = "The original's hub held 4096 single events; an event here is a batch of up to 4096 steps, and each run has a bus of its own.", Hot = true)]
    public int Capacity { get; init; } = 1024;

    [Setting("ui_path_queue_size", "How many events a live view (fast path) may fall behind before it loses the oldest; on a live run no more than its bus holds.",
        Unit = "events", Min = 1, Max = 1_048_576, Env = "GYM_RUNBUS_UI_PATH_QUEUE_SIZE", Hot = true)]
    public int LiveQueueSize { get; init; } = 512;

    public QueuePolicy LivePolicy => QueuePolicy.DropOldest(LiveQueueSize);
}
