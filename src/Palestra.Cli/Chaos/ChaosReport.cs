namespace Palestra.Cli.Chaos;

/// <summary>What a chaos session did and what came of it (docs/chaos.md).</summary>
internal sealed record ChaosReport
{
    public required int Seed { get; init; }

    public required double Minutes { get; init; }

    public required double DurationSeconds { get; init; }

    /// <summary>Steps found sound in all runs together.</summary>
    public required long Steps { get; init; }

    public required int DaemonStarts { get; init; }

    public required IReadOnlyList<FaultTally> Faults { get; init; }

    public required IReadOnlyList<RunVerdict> Runs { get; init; }

    /// <summary>One sentence for each thing that did not survive; empty is success.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>The data folder, kept because there are problems; else <c>null</c>.</summary>
    public required string? DataDir { get; init; }
}

/// <summary>One kind of fault.</summary>
/// <param name="Survived">Of the injected: how often everything went on afterwards.</param>
/// <param name="LongestRecoverySeconds">From the end of the fault until every run went on; <c>null</c> if never injected.</param>
/// <param name="Skipped">Why it cannot be done here; <c>null</c> if it can.</param>
internal sealed record FaultTally(string Fault, int Injected, int Survived, double? LongestRecoverySeconds, string? Skipped);

/// <summary>One run, judged.</summary>
/// <param name="Kind">Which undisturbed run it is compared with.</param>
/// <param name="Acknowledged">Steps that the daemon said are on disk, as we took it down on the way.</param>
/// <param name="Steps">Steps that verify found sound.</param>
/// <param name="Wanted">Steps of an undisturbed run.</param>
internal sealed record RunVerdict(
    string RunId, string Kind, bool WorkerKilled, string Status, string? Outcome, long Acknowledged, long Steps, long Wanted,
    IReadOnlyList<string> Problems);
