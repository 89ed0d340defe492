namespace Palestra.Storage;

/// <summary>
/// Knows whether the durable path is stuck, and why: an attempt failed, or one has been under way for too long. Any
/// thread; the callback is called in order, never twice with the same kind of news.
/// </summary>
internal sealed class StallWatch : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly Action<string?> _changed;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private bool _underWay;
    private TimeSpan _patience;
    private long _startedAt;
    private string? _reason;

    public StallWatch(TimeProvider clock, Action<string?> changed)
    {
        (_clock, _changed) = (clock, changed);
        _timer = clock.CreateTimer(static state => ((StallWatch)state!).TooLong(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string? Reason => Volatile.Read(ref _reason);

    /// <param name="patience">How long this attempt may take.</param>
    public void Begin(TimeSpan patience)
    {
        using var scope = _lock.EnterScope();
        _patience = patience;
        _startedAt = _clock.GetTimestamp();
        _underWay = true;
        _timer.Change(_patience, Timeout.InfiniteTimeSpan);
    }

    public void Failed(string reason)
    {
        using var scope = _lock.EnterScope();
        _underWay = false;
        Set(reason);
    }

    public void Succeeded()
    {
        using var scope = _lock.EnterScope();
        _underWay = false;
        Set(null);
    }

    public void Dispose() => _timer.Dispose();

    private void TooLong()
    {
        using var scope = _lock.EnterScope();

        if (!_underWay)
        {
            return;
        }

        // The timer may be late: the attempt it was set for may be over, and another one just begun. Or a little early, since
        // it goes by a coarser clock. Nobody else would call again.
        var left = _patience - _clock.GetElapsedTime(_startedAt);
        if (left > TimeSpan.Zero)
        {
            _timer.Change(left, Timeout.InfiniteTimeSpan);
            return;
        }

        Set($"The disk is slow: a transaction has been under way for more than {_patience.TotalSeconds:0.###} s.");
    }

    private void Set(string? reason)
    {
        var news = _reason is null != reason is null;
        Volatile.Write(ref _reason, reason);
        if (news)
        {
            _changed(reason);
        }
    }
}
