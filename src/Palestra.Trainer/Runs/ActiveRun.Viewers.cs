namespace Palestra.Trainer.Runs;

// Who looks on. Nothing here touches the worker or the durable path (P-OBSERVE); what viewers were spared is counted.
internal sealed partial class ActiveRun
{
    private int _liveViewers;
    private long _conflatedChanges;

    public int LiveViewers => Volatile.Read(ref _liveViewers);

    /// <summary>Changes that reached viewers only as part of a later message.</summary>
    public long ConflatedChanges => Interlocked.Read(ref _conflatedChanges);

    public void ViewerJoined() => Interlocked.Increment(ref _liveViewers);

    public void ViewerLeft() => Interlocked.Decrement(ref _liveViewers);

    public void Conflated(long changes) => Interlocked.Add(ref _conflatedChanges, changes);
}
