namespace Palestra.Telemetry.Tests.Steps;

/// <summary>A store in memory, fed like the real one: by a durable cursor that commits after it has stored.</summary>
internal sealed class MemoryHistory : IStepHistory
{
    private readonly Lock _storing = new();
    private readonly List<StepBatch> _batches = [];

    public long Reads { get; private set; }

    public void Store(IEnumerable<StepBatch> batches)
    {
        lock (_storing)
        {
            _batches.AddRange(batches);
        }
    }

    public IEnumerable<StepBatch> ReadSteps(StreamKey stream, long fromSeq, int max)
    {
        StepBatch[] found;
        lock (_storing)
        {
            Reads++;
            found = [.. _batches.Where(batch => batch.Stream == stream && batch.LastSeq >= fromSeq)];
        }

        var count = 0;
        return found.TakeWhile(batch => (count += batch.Count) - batch.Count < max);
    }

    public Task RunDurablePathAsync(BusCursor cursor, Func<Task> beforeCommit) => Task.Run(async () =>
    {
        using var mine = cursor;
        var into = new BusEntry[16];
        while (await mine.WaitAsync().ConfigureAwait(false))
        {
            var count = mine.Read(into);
            Store(into.Take(count).Select(entry => entry.Event).OfType<StepBatch>());
            await beforeCommit().ConfigureAwait(false);
            mine.Commit();
        }
    });
}
