using Palestra.Telemetry;

namespace Palestra.Bench;

/// <summary>A single event as small as one can be. Events are made before a round, so that none costs an allocation in it.</summary>
internal sealed class BenchEvent(long number) : TelemetryEvent
{
    public override Topics Topic => Topics.Steps;

    public long Number { get; } = number;

    /// <summary>When it was published, in ticks of the clock; written by the publisher before it publishes.</summary>
    public long Stamp { get; set; }

    public static BenchEvent[] Many(int count) => [.. Enumerable.Range(1, count).Select(number => new BenchEvent(number))];
}
