using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// Groups of events between the bus and the file: one that still grows, and behind a transaction that is being written those
/// whose own are prepared meanwhile. One thread at a time.
/// </summary>
internal sealed class CommitQueue(BusCursor cursor, RunFile file, int most, TimeProvider clock)
{
    /// <summary>Two, so that neither waits for the other: one is ready when the one being written ends, one is being made.</summary>
    private const int GroupsAhead = 2;

    private readonly Queue<CommitGroup> _ahead = [];
    private CommitGroup _open = new(most);
    private int _most = most;
    private bool _hasFailed;

    public bool IsEmpty => _ahead.Count == 0 && _open.Count == 0;

    /// <summary>Only when it is empty.</summary>
    /// <param name="most">Events in a group.</param>
    public void Reset(int most)
    {
        _hasFailed = false;
        if (most != _most)
        {
            _most = most;
            _open = new CommitGroup(most);
        }
    }

    /// <summary>A transaction failed: what was prepared behind it is worth nothing, and is written before more is read ahead.</summary>
    public void Failed() => _hasFailed = true;

    /// <returns>What the next transaction is to write; nothing where the bus has ended.</returns>
    public async ValueTask<CommitGroup> NextAsync(StorageSettings settings, CancellationToken cancellation)
    {
        if (_ahead.TryDequeue(out var ready))
        {
            return ready;
        }

        await GatherAsync(settings, cancellation).ConfigureAwait(false);
        var group = _open;
        _open = new CommitGroup(_most);
        return group;
    }

    /// <summary>
    /// Where events for further transactions have piled up, their receipts and blocks are made while this one is being
    /// written and waits for the disk. A group that can still grow is not: the longer the wait, the fewer fsyncs.
    /// </summary>
    public void PrepareAhead(CommitGroup group)
    {
        if (!group.IsFull || _hasFailed)
        {
            return;
        }

        // All at once, before the transaction: a cursor belongs to one thread at a time, and then it is the writer's.
        var last = _ahead.LastOrDefault(group);
        while (_ahead.Count < GroupsAhead)
        {
            _open.Read(cursor);
            if (!_open.IsFull)
            {
                return;
            }

            if (last.Prepared.IsCompleted && last.Work.Plan is null)
            {
                last.Prepare(file, Task.CompletedTask);
            }

            _open.Prepare(file, last.Prepared);
            _ahead.Enqueue(_open);
            last = _open;
            _open = new CommitGroup(_most);
        }
    }

    /// <summary>Reads until a transaction is worth its fsync: full, or as old as the commit interval.</summary>
    private async ValueTask GatherAsync(StorageSettings settings, CancellationToken cancellation)
    {
        _open.Read(cursor);
        if (_open.Count == 0 || IsEnough(settings))
        {
            return;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var timer = clock.CreateTimer(
            static state => Cancel((CancellationTokenSource)state!), deadline, settings.CommitInterval, Timeout.InfiniteTimeSpan);
        try
        {
            while (!IsEnough(settings) && await cursor.WaitAsync(deadline.Token).ConfigureAwait(false))
            {
                _open.Read(cursor);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The oldest event has waited long enough.
        }
    }

    private bool IsEnough(StorageSettings settings) =>
        settings.CommitInterval <= TimeSpan.Zero || _open.IsFull || _open.Steps >= settings.CommitSteps;

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The transaction began in the same moment.
        }
    }
}
