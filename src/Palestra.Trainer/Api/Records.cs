using System.Text.Json;

namespace Palestra.Trainer.Api;

/// <summary>One finalized episode.</summary>
public sealed record EpisodeView
{
    public required string AgentId { get; init; }

    public required int Slot { get; init; }

    public required long Episode { get; init; }

    public required long FirstSeq { get; init; }

    public required long LastSeq { get; init; }

    public required long Length { get; init; }

    public required double Return { get; init; }

    public required bool Terminated { get; init; }

    public required bool Truncated { get; init; }

    public ulong? Seed { get; init; }

    public required long StartUs { get; init; }

    public required long EndUs { get; init; }

    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();
}

public sealed record EpisodePageView(IReadOnlyList<EpisodeView> Episodes, string? NextCursor, long Total);

/// <summary>One step, its rows as JSON.</summary>
public sealed record StepView
{
    public required long Seq { get; init; }

    public required string AgentId { get; init; }

    public required int Slot { get; init; }

    public required long Episode { get; init; }

    public required int Step { get; init; }

    public required JsonElement Action { get; init; }

    public required JsonElement Observation { get; init; }

    public required double Reward { get; init; }

    public required bool Terminated { get; init; }

    public required bool Truncated { get; init; }

    public required long TimeUs { get; init; }
}

/// <param name="FirstSeq">First sequence number on disk; 0 when there is none.</param>
/// <param name="LastSeq">Last sequence number on disk; 0 when there is none.</param>
public sealed record StepPage(IReadOnlyList<StepView> Steps, long FirstSeq, long LastSeq);

/// <param name="Seq">Row counter in the run's log.</param>
public sealed record LogView(long Seq, long TimeUs, string Severity, string Id, string Component, string Message, string? AgentId);

public sealed record LogPageView(IReadOnlyList<LogView> Logs, string? NextCursor);

public sealed record StateChangeView(string? From, string To, string? Outcome, string Reason, long TimeUs);

public sealed record StateList(IReadOnlyList<StateChangeView> States);

/// <summary>One metric over the episodes of a run, in at most as many buckets as were asked for.</summary>
public sealed record SeriesView(string Metric, string X, IReadOnlyList<SeriesPointView> Points, int Shown, long Total);

public sealed record SeriesPointView(long X, long Count, double Min, double Max, double Mean, double Last, long? Steps, long? EndUs);

/// <summary>One number of the steps of a stream, in at most as many buckets of equal width as were asked for.</summary>
/// <param name="Total">Sequence numbers in the range.</param>
public sealed record StepSeriesView(
    string AgentId, int Slot, string Value, string X, IReadOnlyList<StepSeriesPointView> Points, int Shown, long Total);

/// <param name="Count">Steps of the bucket that have a finite number; the figures are over these.</param>
public sealed record StepSeriesPointView(
    long FirstSeq, long LastSeq, long Count, double Min, double Max, double Mean, double Last, long TimeUs);
