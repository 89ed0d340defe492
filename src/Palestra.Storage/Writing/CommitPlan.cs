using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// All that one transaction will write, and what will be true once it is on disk. Made in memory alone, so that it can be
/// made while the transaction before waits for the disk. Filled by one thread, then written by one.
/// </summary>
internal sealed class CommitPlan(long busSeq)
{
    public long BusSeq { get; } = busSeq;

    public CommitTally Tally { get; } = new();

    /// <summary>In the order in which they must be written.</summary>
    public List<BlockJob> Blocks { get; } = [];

    /// <summary>The streams that changed, as they will be.</summary>
    public List<TailRow> Streams { get; } = [];

    public List<(int StreamId, EpisodeFinalized Episode)> Episodes { get; } = [];

    /// <summary>State changes and log lines.</summary>
    public List<TelemetryEvent> Journal { get; } = [];

    /// <summary>
    /// Of all streams, as they will be. Not to be read from the session when the transaction ends: by then it may know
    /// steps of the next one, which are not on disk (P-ACK).
    /// </summary>
    public StreamPosition[] Positions { get; set; } = [];
}

/// <summary>A stream's row.</summary>
internal readonly record struct TailRow(int Id, StreamKey Key, long LastSeq, long Episodes, long IgnoredSteps, long IgnoredEpisodes);

/// <summary>Events on their way into a transaction. One thread at a time.</summary>
internal sealed class CommitWork(IReadOnlyList<TelemetryEvent> events, long busSeq)
{
    public IReadOnlyList<TelemetryEvent> Events { get; } = events;

    public long BusSeq { get; } = busSeq;

    /// <summary><c>null</c> where nobody made one beforehand; worth nothing once the session that made it is gone.</summary>
    public CommitPlan? Plan { get; set; }
}
