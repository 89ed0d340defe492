namespace Palestra.Storage;

/// <summary>The figures of a run's durable path at one moment.</summary>
public sealed record DurablePathStats
{
    /// <summary>Events that wait: read from the bus or still on it.</summary>
    public required long QueueEvents { get; init; }

    public required long CommittedSteps { get; init; }

    public required long CommittedEpisodes { get; init; }

    public required long DuplicateSteps { get; init; }

    public required long DuplicateEpisodes { get; init; }

    /// <summary>Events refused because they broke a rule, such as a gap.</summary>
    public required long Refused { get; init; }

    public required long Commits { get; init; }

    /// <summary>Attempts that failed and were, or are being, repeated.</summary>
    public required long Retries { get; init; }

    public required double LastCommitMs { get; init; }

    public required double P50CommitMs { get; init; }

    public required double P99CommitMs { get; init; }

    public required long BytesWritten { get; init; }

    /// <summary>Why nothing is being written at present; <c>null</c> when all is well.</summary>
    public required string? StalledReason { get; init; }
}
