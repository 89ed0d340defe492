using System.Text.Json.Serialization;

namespace Palestra.Storage;

/// <summary>The answer of <c>palestra verify</c>: what was recomputed from the blocks of a run.</summary>
public sealed record VerifyReport
{
    public required string RunId { get; init; }

    /// <summary>
    /// The run has ended; every stream is contiguous from 1; every payload, hash and episode row is sound; and what the
    /// worker declared at its end, if it did, is there.
    /// </summary>
    public required bool Complete { get; init; }

    /// <summary>The run's state, or <c>unknown</c>.</summary>
    public required string Status { get; init; }

    public required long Episodes { get; init; }

    /// <summary>Sound steps.</summary>
    public required long Steps { get; init; }

    public required IReadOnlyList<VerifiedStream> Streams { get; init; }

    /// <summary>One sentence for each thing that is wrong; the first bad block of a stream is named.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>What <c>verify --repair</c> did before; <c>null</c> when it was not asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RepairReport? Repaired { get; init; }
}

/// <summary>One stream as recomputed.</summary>
/// <param name="Count">Sound steps.</param>
/// <param name="Gaps">Sequence numbers that are missing between the first and the last.</param>
/// <param name="Duplicates">Sequence numbers that are there more than once.</param>
/// <param name="Sha256">The receipt (docs/formats/receipt.md) of the sound steps up to the first problem, lower-case hex.</param>
public sealed record VerifiedStream(
    string AgentId, int Slot, long FirstSeq, long LastSeq, long Count, long Gaps, long Duplicates, string Sha256);
