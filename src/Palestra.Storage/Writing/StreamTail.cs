using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// One stream as the writer plans it: its position and receipt, and the steps behind the last sealed block, in segments
/// that are on disk and batches that are not yet.
/// </summary>
internal sealed class StreamTail(int id, StreamKey key) : IDisposable
{
    public int Id { get; } = id;

    public StreamKey Key { get; } = key;

    public long LastSeq { get; set; }

    public long Episodes { get; set; }

    public long IgnoredSteps { get; set; }

    public long IgnoredEpisodes { get; set; }

    /// <summary>Has changed since the last plan.</summary>
    public bool Dirty { get; set; }

    public ReceiptHash Receipt { get; set; } = new();

    /// <summary>Unsealed and on disk, or planned to be, each one a row.</summary>
    public List<StepBatch> Segments { get; } = [];

    /// <summary>Unsealed and not yet on disk.</summary>
    public List<StepBatch> Pending { get; } = [];

    public bool IsOpen => Segments.Count + Pending.Count > 0;

    public long OpenFirstSeq => Segments.Count > 0 ? Segments[0].FirstSeq : Pending[0].FirstSeq;

    /// <summary>Bytes of actions and observations behind the last sealed block.</summary>
    public long OpenBytes { get; private set; }

    public StreamPosition Position => new(Key, LastSeq, Episodes);

    public TailRow Row => new(Id, Key, LastSeq, Episodes, IgnoredSteps, IgnoredEpisodes);

    public static long BytesOf(StepBatch batch) => batch.Actions.Data.Length + (long)batch.Observations.Data.Length;

    /// <summary>Adds the next steps, which have the layout of the open ones and do not cross a chunk of the receipt.</summary>
    public void Append(StepBatch steps)
    {
        Receipt.Append(steps);
        Pending.Add(steps);
        OpenBytes += BytesOf(steps);
        LastSeq = steps.LastSeq;
        Dirty = true;
    }

    /// <summary>Takes in a segment that is on disk already.</summary>
    public void Restore(StepBatch segment)
    {
        Segments.Add(segment);
        OpenBytes += BytesOf(segment);
    }

    public bool AcceptsLayoutOf(StepBatch steps) =>
        !IsOpen || StepBatches.HaveSameLayout(Segments.Count > 0 ? Segments[0] : Pending[0], steps);

    public void Sealed()
    {
        Segments.Clear();
        Pending.Clear();
        OpenBytes = 0;
    }

    public void Dispose() => Receipt.Dispose();
}
