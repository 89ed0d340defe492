using System.Text.Json.Serialization;
using Palestra.Storage;

namespace Palestra.Trainer.Api;

/// <summary>One run in a list. Fields and units: <c>docs/api.md</c>.</summary>
public record RunRow
{
    private const double MicrosecondsPerSecond = 1e6;

    public required string RunId { get; init; }

    public required string Name { get; init; }

    /// <summary>INIT, HSHK, RDY, EXEC, PAUSE, TERM or FAULT.</summary>
    public required string Status { get; init; }

    public string? Outcome { get; init; }

    public string? Reason { get; init; }

    public required string EnvId { get; init; }

    public required string Algorithm { get; init; }

    public required ulong Seed { get; init; }

    public required long Episodes { get; init; }

    public required long Steps { get; init; }

    public long? TargetEpisodes { get; init; }

    public long? TargetSteps { get; init; }

    [JsonPropertyName("mean_return_100")]
    public double? MeanReturn100 { get; init; }

    public double? StepsPerSecond { get; init; }

    /// <summary>Up to 40 mean returns over the whole run.</summary>
    public IReadOnlyList<double> Sparkline { get; init; } = [];

    /// <summary><c>fast-lane-only</c>, <c>dual-path</c> or <c>durable-only</c>.</summary>
    public required string TelemetryMode { get; init; }

    /// <summary>What it reserves of the machine; <c>null</c> for runs of earlier versions.</summary>
    public RunResources? Resources { get; init; }

    public required long CreatedUs { get; init; }

    public long? StartedUs { get; init; }

    public long? EndedUs { get; init; }

    public long DiskBytes { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What is wrong with the run's folder, or <c>null</c>.</summary>
    public string? Damaged { get; init; }

    /// <summary>The row of a run as the catalogue, or its own folder, knows it.</summary>
    public static RunRow From(CatalogRow row) => new()
    {
        RunId = row.RunId,
        Name = row.Name,
        Status = row.Status,
        Outcome = row.Outcome,
        Reason = row.Reason,
        EnvId = row.EnvId,
        Algorithm = row.Algorithm,
        Seed = row.Seed,
        Episodes = row.Episodes,
        Steps = row.Steps,
        TargetEpisodes = row.TargetEpisodes,
        TargetSteps = row.TargetSteps,
        MeanReturn100 = row.MeanReturn100,
        StepsPerSecond = Speed(row.Steps, row.StartedUs, row.EndedUs),
        Sparkline = row.Sparkline,
        TelemetryMode = Http.RunRequestJson.Word(row.TelemetryMode),
        Resources = row.Resources,
        CreatedUs = row.CreatedUs,
        StartedUs = row.StartedUs,
        EndedUs = row.EndedUs,
        DiskBytes = row.DiskBytes,
        Tags = row.Tags,
        Damaged = row.Damaged,
    };

    internal static double? Speed(long steps, long? startedUs, long? endedUs) =>
        startedUs is { } start && endedUs is { } end && end > start ? steps / ((end - start) / MicrosecondsPerSecond) : null;
}
