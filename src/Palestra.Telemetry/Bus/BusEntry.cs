namespace Palestra.Telemetry;

/// <summary>An event and its place on the bus.</summary>
/// <param name="BusSeq">Contiguous over all topics of the bus; a new bus begins with 1.</param>
/// <param name="Event">Shared with every other subscriber, immutable.</param>
public readonly record struct BusEntry(long BusSeq, TelemetryEvent Event);
