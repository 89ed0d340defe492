namespace Palestra.Trainer.Api;

/// <summary>One run in a list. Fields and units: <c>docs/api.md</c>.</summary>
public record RunRow
{
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

    [System.Text.Json.Serialization.JsonPropertyName("mean_return_100")]
    public double? MeanReturn100 { get; init; }

    public double? StepsPerSecond { get; init; }

    /// <summary>Up to 40 mean returns over the whole run.</summary>
    public IReadOnlyList<double> Sparkline { get; init; } = [];

    /// <summary><c>fast-lane-only</c>, <c>dual-path</c> or <c>durable-only</c>.</summary>
    public required string TelemetryMode { get; init; }

    public required long CreatedUs { get; init; }

    public long? StartedUs { get; init; }

    public long? EndedUs { get; init; }

    public long DiskBytes { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What is wrong with the run's folder, or <c>null</c>.</summary>
    public string? Damaged { get; init; }
}
