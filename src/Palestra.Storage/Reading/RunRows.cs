using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>One stream of a run and how far it is.</summary>
/// <param name="LastSeq">Last sequence number on disk.</param>
/// <param name="Episodes">Finalized episodes on disk.</param>
/// <param name="IgnoredSteps">Steps that came again and were ignored.</param>
public sealed record StreamRow(StreamKey Stream, long LastSeq, long Episodes, long IgnoredSteps);

/// <summary>An episode with its row counter: 1, 2, 3 … in the order of finalization over all streams.</summary>
public sealed record EpisodeRow(long Row, EpisodeFinalized Episode);

/// <summary>A page of episodes, newest first.</summary>
/// <param name="NextCursor">Pass it to get the next, older page; <c>null</c> when this is the last one.</param>
public sealed record EpisodePage(IReadOnlyList<EpisodeRow> Episodes, long? NextCursor, long Total);

/// <summary>What came after a row counter, oldest first; at most the newest of them, and how many older ones were left out.</summary>
public sealed record EpisodesSince(IReadOnlyList<EpisodeRow> Episodes, long Skipped, long LastRow);

/// <summary>A log line with its row counter.</summary>
public sealed record LogRow(long Row, LogRecord Record);

/// <summary>A page of log lines, newest first.</summary>
public sealed record LogPage(IReadOnlyList<LogRow> Logs, long? NextCursor);

/// <summary>What came after a row counter, oldest first.</summary>
public sealed record LogsSince(IReadOnlyList<LogRow> Logs, long Skipped, long LastRow);

/// <summary>A down-sampled series over the episodes of a run, x being the row counter minus 1 (the episode index of a run with one stream).</summary>
/// <param name="Total">Episodes in the range asked for.</param>
public sealed record Series(string Metric, IReadOnlyList<SeriesPoint> Points, long Total);

/// <summary>One bucket: <paramref name="X"/> is its first episode, <paramref name="Count"/> the episodes that had a value.</summary>
/// <param name="LastRow">Row counter of its last episode.</param>
/// <param name="Steps">Steps of all finalized episodes up to that one.</param>
/// <param name="EndUs">When that one ended: microseconds since the Unix epoch.</param>
public readonly record struct SeriesPoint(
    long X, long Count, double Min, double Max, double Mean, double Last, long LastRow, long Steps, long EndUs);

/// <summary>A saved checkpoint of the learner.</summary>
public sealed record CheckpointRow(long Row, string Name, long Bytes, long TimeUs);

/// <summary>The figures of a run that its file knows.</summary>
public sealed record RunSummary
{
    public required RunState? State { get; init; }

    public required RunOutcome? Outcome { get; init; }

    public required string? Reason { get; init; }

    public required long Episodes { get; init; }

    public required long Steps { get; init; }

    /// <summary>Mean return of the last 100 finalized episodes; <c>null</c> before the first.</summary>
    public required double? MeanReturn100 { get; init; }

    /// <summary>Up to 40 mean returns over the whole run.</summary>
    public required IReadOnlyList<double> Sparkline { get; init; }

    /// <summary>When the run went to EXEC for the first time: microseconds since the Unix epoch.</summary>
    public required long? StartedUs { get; init; }

    /// <summary>When it ended.</summary>
    public required long? EndedUs { get; init; }

    /// <summary>Size of everything in the run's folder.</summary>
    public required long DiskBytes { get; init; }

    public required IReadOnlyList<StreamRow> Streams { get; init; }

    /// <summary>The telemetry mode it was switched to; <c>null</c> if it has kept that of its manifest.</summary>
    public TelemetryMode? TelemetryMode { get; init; }
}
