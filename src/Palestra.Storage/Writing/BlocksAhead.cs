namespace Palestra.Storage;

/// <summary>
/// Hands blocks to other cores before their turn comes, first come first served and only so many at once, since what is
/// encoded and not yet written takes memory. What the writer comes to sooner it encodes itself. Any thread.
/// </summary>
internal sealed class BlocksAhead(StorageSettings settings)
{
    private readonly Lock _lock = new();
    private readonly Queue<BlockJob> _waiting = [];
    private int _count;
    private long _bytes;

    public void Add(BlockJob job)
    {
        using var scope = _lock.EnterScope();
        _waiting.Enqueue(job);
        Advance();
    }

    /// <summary>The block is in the file: its memory is free.</summary>
    public void Written(BlockJob job)
    {
        using var scope = _lock.EnterScope();
        if (job.IsAhead)
        {
            (_count, _bytes) = (_count - 1, _bytes - job.Bytes);
            Advance();
        }
    }

    /// <summary>Nobody will write them: those not yet handed out are not encoded either.</summary>
    public void Abandon()
    {
        using var scope = _lock.EnterScope();
        _waiting.Clear();
    }

    private void Advance()
    {
        while (_count < settings.BlocksAhead && _waiting.TryPeek(out var next) && _bytes + next.Bytes <= settings.AheadBytes)
        {
            _waiting.Dequeue();
            if (!next.IsTaken)
            {
                next.IsAhead = true;
                (_count, _bytes) = (_count + 1, _bytes + next.Bytes);
                ThreadPool.UnsafeQueueUserWorkItem(next, preferLocal: false);
            }
        }
    }
}
