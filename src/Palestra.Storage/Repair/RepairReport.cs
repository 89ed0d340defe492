namespace Palestra.Storage;

/// <summary>What <c>palestra verify --repair</c> did.</summary>
public sealed record RepairReport
{
    /// <summary><c>false</c>: everything that can be recovered is in the file as it is; nothing was changed.</summary>
    public required bool Changed { get; init; }

    /// <summary>Where the damaged original is now, with its write-ahead log beside it; <c>null</c> when nothing was changed.</summary>
    public required string? DamagedFile { get; init; }

    public required IReadOnlyList<RepairedStream> Streams { get; init; }

    public required long EpisodesKept { get; init; }

    public required long EpisodesLost { get; init; }

    public required long LogLinesKept { get; init; }

    public required long StatesKept { get; init; }

    /// <summary>One sentence for each thing that was there and could not be read, or had to be taken from elsewhere.</summary>
    public required IReadOnlyList<string> Unreadable { get; init; }
}

/// <summary>What became of a stream.</summary>
public sealed record RepairedStream(string AgentId, int Slot, IReadOnlyList<SeqRange> Kept, IReadOnlyList<SeqRange> Lost);

/// <summary>Sequence numbers, both inclusive.</summary>
public readonly record struct SeqRange(long FirstSeq, long LastSeq);
