namespace Palestra.Storage;

/// <summary>The figures of a run's durable path at one moment.</summary>
public sealed record DurablePathStats
{
    /// <summary>Events that wait: read from the bus or still on it.</summary>
    public long QueueEvents { get; init; }

    public long CommittedSteps { get; init; }

    public long CommittedEpisodes { get; init; }

    public long DuplicateSteps { get; init; }

    public long DuplicateEpisodes { get; init; }

    /// <summary>Events refused because they broke a rule, such as a gap.</summary>
    public long Refused { get; init; }

    public long Commits { get; init; }

    /// <summary>Attempts that failed and were, or are being, repeated.</summary>
    public long Retries { get; init; }

    public double LastCommitMs { get; init; }

    public double P50CommitMs { get; init; }

    public double P99CommitMs { get; init; }

    public long BytesWritten { get; init; }

    /// <summary>Why nothing is being written at present; <c>null</c> when all is well.</summary>
    public string? StalledReason { get; init; }

    /// <summary>When another transaction is on disk.</summary>
    internal DurablePathStats After(CommitResult result, double ms) => this with
    {
        CommittedSteps = CommittedSteps + result.NewSteps,
        CommittedEpisodes = CommittedEpisodes + result.NewEpisodes,
        DuplicateSteps = DuplicateSteps + result.DuplicateSteps,
        DuplicateEpisodes = DuplicateEpisodes + result.DuplicateEpisodes,
        Refused = Refused + result.Refusals.Count,
        Commits = Commits + 1,
        LastCommitMs = ms,
        BytesWritten = BytesWritten + result.PayloadBytes,
    };
}
