using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>Events that share a transaction, in the order of the bus. One thread at a time.</summary>
internal sealed class CommitGroup(int most)
{
    private readonly BusEntry[] _entries = new BusEntry[most];

    public int Count { get; private set; }

    public bool IsFull => Count == _entries.Length;

    public long Steps { get; private set; }

    /// <summary>What becomes of its events; <c>null</c> while more may come.</summary>
    public CommitWork? Work { get; private set; }

    /// <summary>Takes what the bus has, as far as there is room.</summary>
    public void Read(BusCursor cursor)
    {
        var read = cursor.Read(_entries.AsSpan(Count));
        foreach (var entry in _entries.AsSpan(Count, read))
        {
            Steps += entry.Event is StepBatch batch ? batch.Count : 0;
        }

        Count += read;
    }

    /// <summary>No more will come.</summary>
    public CommitWork Close() =>
        Work ??= new CommitWork([.. _entries.AsSpan(0, Count).ToArray().Select(static entry => entry.Event)], _entries[Count - 1].BusSeq);

    /// <summary>Lets go of the events.</summary>
    public void Clear()
    {
        Array.Clear(_entries);
        (Count, Steps, Work) = (0, 0, null);
    }
}
