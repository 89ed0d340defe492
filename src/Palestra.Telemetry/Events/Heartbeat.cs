namespace Palestra.Telemetry;

/// <summary>A component says that it is alive and how far it is (seed: Ray's heartbeat message).</summary>
public sealed class Heartbeat : TelemetryEvent
{
    public override Topics Topic => Topics.Heartbeats;

    /// <summary>Who: <c>worker</c>, <c>durable_path</c>, <c>live</c> …</summary>
    public required string ComponentId { get; init; }

    /// <summary>Last sequence number processed: of the stream for a worker, of the bus for a subscriber.</summary>
    public required long LastSeq { get; init; }

    /// <summary>Steps or events processed since the start.</summary>
    public required long Total { get; init; }

    public required long Dropped { get; init; }

    /// <summary>How far behind, in milliseconds.</summary>
    public required double LagMs { get; init; }

    /// <summary>Microseconds since the Unix epoch.</summary>
    public required long TimeUs { get; init; }
}
