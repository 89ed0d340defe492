using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>Events that share a transaction, in the order of the bus. One thread at a time.</summary>
internal sealed class CommitGroup(int most)
{
    private readonly BusEntry[] _entries = new BusEntry[most];

    public int Count { get; private set; }

    public bool IsFull => Count == _entries.Length;

    public long Steps { get; private set; }

    /// <summary>Ends when its transaction is prepared, as far as it is.</summary>
    public Task Prepared { get; private set; } = Task.CompletedTask;

    /// <summary>What becomes of its events: no more may come.</summary>
    public CommitWork Work => field ??= new CommitWork([.. _entries.Take(Count).Select(static entry => entry.Event)], _entries[Count - 1].BusSeq);

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

    /// <summary>Prepares its transaction, on the thread pool, after that of the group before.</summary>
    public void Prepare(RunFile file, Task before)
    {
        var work = Work;
        Prepared = PrepareAsync();

        async Task PrepareAsync()
        {
            await before.ConfigureAwait(false);
            await Task.Run(() => file.Prepare(work)).ConfigureAwait(false);
        }
    }
}
