using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Palestra.Trainer.Api;

namespace Palestra.Cli;

/// <summary>What <c>palestra show --json</c> prints: the row of the run, and what telemetry costs it.</summary>
internal sealed record ShownRun : RunRow
{
    [JsonConstructor]
    public ShownRun()
    {
    }

    [SetsRequiredMembers]
    public ShownRun(RunRow row)
        : base(row)
    {
    }

    /// <summary>Steps per second asked for at present; 0 for as fast as it goes.</summary>
    public double RateHz { get; init; }

    /// <summary>While it runs as its worker last said to the daemon, afterwards as it was kept; <c>null</c> if it never was.</summary>
    public ObserverView? Observer { get; init; }
}
