namespace Palestra.Trainer.Live;

/// <summary>
/// Keeps a slow viewer's frames fresh: compressed frames are small, so seconds of them fit into the buffers of a
/// connection. Once a viewer answers frames, it gets the next one only when few are unanswered. One that never answers
/// gets all. One sender; <see cref="Answered"/> may be called from another thread.
/// </summary>
internal sealed class FramePace(Func<int> mostUnanswered)
{
    private readonly CoalescingSignal _signal = new();
    private long _sent;
    private long _answered;

    public void Sent() => Interlocked.Increment(ref _sent);

    public void Answered()
    {
        Interlocked.Increment(ref _answered);
        _signal.Set();
    }

    /// <summary>Returns when one more frame may be sent.</summary>
    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        while (Volatile.Read(ref _answered) is > 0 and var answered && Volatile.Read(ref _sent) - answered >= mostUnanswered())
        {
            await _signal.WaitAsync(cancellationToken);
        }
    }
}
