using Palestra.Settings;

namespace Palestra.Telemetry;

/// <summary>How often components say that they are alive, and when one counts as stalled.</summary>
[SettingsGroup("telemetry")]
public sealed record HeartbeatSettings
{
    [Setting("heartbeat_interval", "Time between two heartbeats of a component. Longer finds a dead worker later. A worker takes it at its start.",
        Unit = "s", Min = 0.05, Max = 3600, Env = "GYM_HEARTBEAT_INTERVAL", Hot = true)]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    [Setting("heartbeat_stalled_after", "Intervals without a heartbeat after which a component counts as stalled.",
        Unit = "intervals", Min = 1, Max = 100, Env = "GYM_HEARTBEAT_STALLED_AFTER", Hot = true)]
    public int StalledAfter { get; init; } = 3;

    public TimeSpan StalledAfterTime => Interval * StalledAfter;
}
