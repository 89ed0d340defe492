namespace Palestra.Telemetry;

/// <summary>
/// Anything that travels on a <see cref="RunBus"/>. Events are immutable, so that any number of subscribers may read
/// one at the same time without a copy.
/// </summary>
public abstract class TelemetryEvent
{
    /// <summary>The single topic of this event.</summary>
    public abstract Topics Topic { get; }
}

/// <summary>What a subscriber may ask for; combine with <c>|</c>.</summary>
[Flags]
public enum Topics
{
    None = 0,
    Steps = 1,
    Episodes = 2,
    State = 4,
    Heartbeats = 8,
    Logs = 16,
    Control = 32,
    All = Steps | Episodes | State | Heartbeats | Logs | Control,
}
