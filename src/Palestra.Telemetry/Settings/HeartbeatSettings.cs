using Palestra.Settings;

namespace Palestra.Telemetry;

/// <summary>How often components say that they are alive, and when one counts as stalled.</summary>
[SettingsGroup("telemetry")]
public sealed record HeartbeatSettings
{
    [Setting("heartbeat_interval", "Time between two heartbeats of a component. Longer finds a dead worker later.",
        Unit = "s", Min = 0.05, Max = 3600, Env = "GYM_HEARTBEAT_INTERVAL")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    [Setting("heartbeat_stalled_after", "Intervals without a heartbeat after which a component counts as stalled.",
        Unit = "intervals", Min = 1, Max = 100, Env = "GYM_HEARTBEAT_STALLED_AFTER")]
    public int StalledAfter { get; init; } = 3;

    public TimeSpan StalledAfterTime => Interval * StalledAfter;
}
