using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>What one transaction did. Steps and episodes that were on disk before are counted, not written.</summary>
public sealed record CommitResult
{
    public long NewSteps { get; init; }

    public long DuplicateSteps { get; init; }

    public long NewEpisodes { get; init; }

    public long DuplicateEpisodes { get; init; }

    /// <summary>Bytes of the block payloads written.</summary>
    public long PayloadBytes { get; init; }

    /// <summary>What was not written because it broke a rule (P-GAP); everything else of the transaction was.</summary>
    public IReadOnlyList<Refusal> Refusals { get; init; } = [];
}

/// <summary>An event that was not written.</summary>
/// <param name="Stream">Whose event it was.</param>
/// <param name="ExpectedSeq">The sequence number (or episode index) that had to come next.</param>
/// <param name="GotSeq">The one that came.</param>
/// <param name="Reason">One sentence.</param>
public sealed record Refusal(StreamKey Stream, long ExpectedSeq, long GotSeq, string Reason);
