using System.Text.Json.Serialization;
using Palestra.Trainer.Api;

namespace Palestra.Cli;

/// <summary>What <c>palestra run --json</c> prints (design: a contract).</summary>
internal sealed record RunSummary
{
    public required string RunId { get; init; }

    public required string Status { get; init; }

    public required string? Outcome { get; init; }

    public required string? Reason { get; init; }

    public required string EnvId { get; init; }

    public required string Algorithm { get; init; }

    public required ulong Seed { get; init; }

    public required long Episodes { get; init; }

    public required long Steps { get; init; }

    /// <summary>Mean return of the last 100 finalized episodes; <c>null</c> when there is none.</summary>
    [JsonPropertyName("mean_return_100")]
    public required double? MeanReturn100 { get; init; }

    /// <summary>From the first step to the end.</summary>
    public required double WallSeconds { get; init; }

    public required double StepsPerSecond { get; init; }

    public static RunSummary Of(RunRow run)
    {
        var wallSeconds = Math.Max(0, ((run.EndedUs ?? 0) - (run.StartedUs ?? run.EndedUs ?? 0)) / 1e6);
        return new RunSummary
        {
            RunId = run.RunId,
            Status = run.Status,
            Outcome = run.Outcome,
            Reason = run.Reason,
            EnvId = run.EnvId,
            Algorithm = run.Algorithm,
            Seed = run.Seed,
            Episodes = run.Episodes,
            Steps = run.Steps,
            MeanReturn100 = run.MeanReturn100,
            WallSeconds = wallSeconds,
            StepsPerSecond = wallSeconds > 0 ? run.Steps / wallSeconds : 0,
        };
    }
}
