namespace Palestra.Telemetry;

/// <summary>
/// One finished episode, said by the worker and never inferred. Episode indices are contiguous per stream: 0, 1, 2 …
/// An episode that was cut off by the end of the run is not finalized.
/// </summary>
public sealed class EpisodeFinalized : TelemetryEvent
{
    public override Topics Topic => Topics.Episodes;

    public required StreamKey Stream { get; init; }

    /// <summary>0-based index of the episode in its stream.</summary>
    public required long Episode { get; init; }

    public required long FirstSeq { get; init; }

    public required long LastSeq { get; init; }

    public long Length => LastSeq - FirstSeq + 1;

    /// <summary>Undiscounted sum of the rewards.</summary>
    public required double Return { get; init; }

    public required bool Terminated { get; init; }

    public required bool Truncated { get; init; }

    /// <summary>Seed given to <c>reset</c> for this episode; <c>null</c> where the generator just went on.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Microseconds since the Unix epoch.</summary>
    public required long StartTimeUs { get; init; }

    /// <summary>Microseconds since the Unix epoch.</summary>
    public required long EndTimeUs { get; init; }

    /// <summary>The observation that <c>reset</c> returned, as JSON; <c>null</c> if the worker did not say.</summary>
    public string? InitialObservationJson { get; init; }

    /// <summary>Figures the learner logged at the end of the episode, such as <c>epsilon</c> or <c>loss</c>.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = NoMetrics;

    private static readonly Dictionary<string, double> NoMetrics = [];
}
