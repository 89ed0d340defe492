namespace Palestra.Trainer.Live;

/// <summary>One browser's place for the newest frame: a newer one replaces what was not fetched yet. Thread-safe; one reader.</summary>
internal sealed class FrameViewer(FrameHub hub) : IDisposable
{
    private readonly CoalescingSignal _signal = new();
    private SharedFrame? _next;

    /// <summary>The newest frame, held for the caller, who releases it.</summary>
    public async ValueTask<SharedFrame> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Interlocked.Exchange(ref _next, null) is { } frame)
            {
                return frame;
            }

            await _signal.WaitAsync(cancellationToken);
        }
    }

    /// <returns>Whether a frame the viewer never got was replaced.</returns>
    public bool Offer(SharedFrame frame)
    {
        frame.Hold();
        var replaced = Interlocked.Exchange(ref _next, frame);
        replaced?.Release();
        _signal.Set();
        return replaced is not null;
    }

    public void Dispose()
    {
        hub.Leave(this);
        Interlocked.Exchange(ref _next, null)?.Release();
    }
}
