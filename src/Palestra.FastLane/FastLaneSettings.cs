using Palestra.Settings;

namespace Palestra.FastLane;

/// <summary>Tunables of the fast lane, on both sides of it.</summary>
[SettingsGroup("fast_lane")]
public sealed record FastLaneSettings
{
    /// <summary>The settings groups of this room.</summary>
    public static Type[] Groups => [typeof(FastLaneSettings)];

    [Setting("enabled", "Whether the daemon shows frames to browsers; workers publish them all the same, as their telemetry mode says.",
        Env = "GYM_FASTLANE_ENABLED", Hot = true, KillSwitch = true)]
    public bool Enabled { get; init; } = true;

    /// <remarks>
    /// A reader only ever wants the newest frame, so slots beyond the one being written serve to keep a slow copy from
    /// being overwritten: with 8, a reader may take 7 publish periods over one copy. More slots only cost memory.
    /// </remarks>
    [Setting("capacity", "Frames the ring holds; more let a slower reader finish its copy, and cost memory. A worker takes it at its start.",
        Env = "GYM_FASTLANE_CAPACITY", Unit = "frames", Min = 2, Max = 1024, Hot = true)]
    public int Capacity { get; init; } = 8;

    [Setting("publish_hz", "Most frames per second a worker renders and publishes; more cost the trainer time, fewer look less smooth. A worker takes it at its start.",
        Env = "GYM_FASTLANE_PUBLISH_HZ", Unit = "Hz", Min = 1, Max = 240, Hot = true)]
    public double PublishHz { get; init; } = 60;

    /// <remarks>The age of a frame at the daemon is mostly this: 2 ms keep its 99th percentile below 5 ms.</remarks>
    [Setting("look_interval", "How often a viewer's reader looks for the frame that is due; shorter shows frames sooner and costs more wake-ups.",
        Env = "GYM_FASTLANE_LOOK_INTERVAL_MS", Unit = "ms", Min = 1, Max = 1000, Hot = true)]
    public TimeSpan LookInterval { get; init; } = TimeSpan.FromMilliseconds(2);

    [Setting("poll_interval", "How often a reader looks at a lane that shows nothing new: whether there is a writer, and whether it still lives.",
        Env = "GYM_FASTLANE_POLL_INTERVAL_MS", Unit = "ms", Min = 1, Max = 1000, Hot = true)]
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(16);

    [Setting("heartbeat_timeout", "A writer whose heartbeat has not changed for this long counts as gone even if its process exists.",
        Env = "GYM_FASTLANE_HEARTBEAT_TIMEOUT", Unit = "s", Min = 0.1, Max = 3600, Hot = true)]
    public TimeSpan HeartbeatTimeout { get; init; } = TimeSpan.FromSeconds(5);

    [Setting("read_attempts", "How often one read begins anew when the writer overtakes it; more get a frame from a very fast writer, each costs a copy.",
        Env = "GYM_FASTLANE_READ_ATTEMPTS", Unit = "attempts", Min = 1, Max = 1000, Hot = true)]
    public int ReadAttempts { get; init; } = 8;

    /// <remarks>Longer than a frame takes at any rate that looks like motion, so a lane in use is never asked twice.</remarks>
    [Setting("trusted_heartbeat", "A heartbeat that changed so lately spares a look at the writer's process, which costs some 50 µs.",
        Env = "GYM_FASTLANE_TRUSTED_HEARTBEAT_MS", Unit = "ms", Min = 0, Max = 60000, Hot = true)]
    public TimeSpan TrustedHeartbeat { get; init; } = TimeSpan.FromMilliseconds(64);
}
