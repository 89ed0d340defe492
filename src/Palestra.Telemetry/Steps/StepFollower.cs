using System.Runtime.CompilerServices;

namespace Palestra.Telemetry;

/// <summary>
/// The steps of one stream from any sequence number on, first from the store and then live, with no gap and no
/// duplicate. The one mechanism for late viewers, resume after a restart, and replay of live runs. It never delays
/// anybody: a slow follower is lapped, notices, and reads the store again. One reader at a time.
/// </summary>
/// <remarks>
/// Why nothing falls between store and ring:
/// 1. The cursor begins with the oldest event of the ring and drops only what left the ring.
/// 2. The durable path holds its place until its commit is on disk, and its queue is no longer than the ring. So what
///    left the ring is in the store, before the event that displaced it could be published.
/// 3. Hence after every lap, reading the store closes the gap; and by their sequence numbers, steps that come from both
///    sides are told apart from new ones.
/// Without a durable path (<c>fast-lane-only</c>) a lap loses steps; they are counted in <see cref="Missing"/>.
/// </remarks>
/// <param name="fromSeq">First step wanted; steps count from 1.</param>
public sealed class StepFollower(RunBus bus, IStepHistory history, StreamKey stream, long fromSeq = 1, string name = "follower")
{
    [NotTunable("How much is read at once: the steps are the same for every value.")]
    private const int StepsPerRead = 16 * StepBatch.MaxCount;
    [NotTunable("How much is read at once: the steps are the same for every value.")]
    private const int EventsPerRead = 64;

    /// <summary>Sequence number of the next step to come.</summary>
    public long NextSeq { get; private set; } = Math.Max(1, fromSeq);

    /// <summary>Steps that neither the ring nor the store had: the batch after such a hole begins beyond it.</summary>
    public long Missing { get; private set; }

    /// <summary>How often it was lapped and went back to the store.</summary>
    public long Laps { get; private set; }

    /// <summary>
    /// Ends when the bus is completed and every step has been returned. Batches are cut, so that each step comes once.
    /// After a break, or an exception of the store, call again to go on where it stopped.
    /// </summary>
    public async IAsyncEnumerable<StepBatch> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var cursor = bus.Subscribe(name, QueuePolicy.DropOldest(bus.Capacity), Topics.Steps, from: 1);
        foreach (var batch in FromStore(cancellation))
        {
            yield return batch;
        }

        var entries = new BusEntry[EventsPerRead];
        var known = cursor.Missed;
        while (await cursor.WaitAsync(cancellation).ConfigureAwait(false))
        {
            var count = cursor.Read(entries, out var missed);
            if (missed > known)
            {
                Laps++;
                foreach (var batch in FromStore(cancellation))
                {
                    yield return batch;
                }
            }

            known = 0;
            for (var i = 0; i < count; i++)
            {
                if (entries[i].Event is not StepBatch live || live.Stream != stream || live.LastSeq < NextSeq)
                {
                    continue;
                }

                if (live.FirstSeq > NextSeq)
                {
                    foreach (var batch in FromStore(cancellation))
                    {
                        yield return batch;
                    }
                }

                if (live.LastSeq >= NextSeq)
                {
                    yield return Take(live);
                }
            }

            Array.Clear(entries, 0, count);
        }
    }

    private IEnumerable<StepBatch> FromStore(CancellationToken cancellation)
    {
        long before;
        do
        {
            before = NextSeq;
            foreach (var batch in history.ReadSteps(stream, NextSeq, StepsPerRead))
            {
                cancellation.ThrowIfCancellationRequested();
                if (batch.LastSeq >= NextSeq)
                {
                    yield return Take(batch);
                }
            }
        }
        while (NextSeq > before);
    }

    private StepBatch Take(StepBatch batch)
    {
        var cut = batch.From(Math.Max(NextSeq, batch.FirstSeq));
        Missing += cut.FirstSeq - NextSeq;
        NextSeq = cut.LastSeq + 1;
        return cut;
    }
}
