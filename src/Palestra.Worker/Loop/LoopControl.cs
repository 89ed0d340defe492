namespace Palestra.Worker.Loop;

/// <summary>
/// What the daemon, a signal or the session asks of the loop. Any thread asks; the loop's thread looks before each step,
/// which costs one volatile read while nothing is asked.
/// </summary>
internal sealed class LoopControl : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _changed = new(false, spinCount: 0);
    private readonly CancellationTokenSource _stopping = new();
    private volatile bool _attention;
    private bool _paused;
    private long _granted;
    private double _rateHz;
    private string? _stopReason;

    /// <summary>Cancelled when a stop was asked for.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Why a stop was asked for; <c>null</c> if it was not.</summary>
    public string? StopReason => Volatile.Read(ref _stopReason);

    /// <summary>Something is asked: paused or to be stopped. A cheap look before asking for more.</summary>
    public bool IsAttended => _attention;

    public bool IsPaused
    {
        get
        {
            lock (_gate)
            {
                return _paused;
            }
        }
    }

    /// <summary>Most steps per second over all slots; 0 is no limit.</summary>
    public double RateHz
    {
        get => Volatile.Read(ref _rateHz);
        set
        {
            Volatile.Write(ref _rateHz, value);
            _changed.Set();
        }
    }

    public void Pause() => Change(() => _paused = true);

    public void Resume() => Change(() => (_paused, _granted) = (false, 0));

    /// <summary>While paused: allows this many more steps.</summary>
    public void TakeSteps(long count) => Change(() => _granted += _paused ? count : 0);

    /// <summary>Ends the loop before its next step. The first request counts.</summary>
    public void RequestStop(string reason)
    {
        Change(() => _stopReason ??= reason);
        _stopping.Cancel();
    }

    /// <summary>May the loop take a step now?</summary>
    public LoopVerdict Next()
    {
        if (!_attention)
        {
            return LoopVerdict.Go;
        }

        lock (_gate)
        {
            return _stopReason is not null ? LoopVerdict.Stop
                : _paused && _granted == 0 ? LoopVerdict.Wait
                : LoopVerdict.Go;
        }
    }

    /// <summary>A step was taken: uses up one that was granted.</summary>
    public void Took()
    {
        if (_attention)
        {
            lock (_gate)
            {
                _granted = Math.Max(0, _granted - 1);
            }
        }
    }

    /// <summary>Waits until something is asked, at most this long.</summary>
    public void Wait(TimeSpan atMost)
    {
        _changed.Wait(atMost);
        _changed.Reset();
    }

    public void Dispose()
    {
        _changed.Dispose();
        _stopping.Dispose();
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            _attention = _paused || _stopReason is not null;
        }

        _changed.Set();
    }
}

internal enum LoopVerdict
{
    Go,
    Wait,
    Stop,
}
