using System.Threading.Tasks.Sources;

namespace Palestra.Telemetry;

/// <summary>
/// Something one party can await again and again without allocating. Whoever fires it never runs the awaiter's code:
/// that happens on the thread pool. Armed by its owner; of all who try to fire, cancel or disarm it, exactly one wins.
/// </summary>
internal sealed class Signal : IValueTaskSource<bool>, IThreadPoolWorkItem
{
    private const int Idle = 0;
    private const int Armed = 1;

    private readonly Action<Signal>? _onCancel;
    private ManualResetValueTaskSourceCore<bool> _core;
    private CancellationTokenRegistration _registration;
    private CancellationToken _cancellation;
    private int _state;
    private bool _result;
    private bool _cancelled;

    /// <param name="onCancel">Runs when cancellation won, before the awaiter goes on.</param>
    public Signal(Action<Signal>? onCancel = null) => _onCancel = onCancel;

    public bool IsArmed => Volatile.Read(ref _state) == Armed;

    public ValueTask<bool> Task => new(this, _core.Version);

    /// <summary>A full fence: what is read afterwards is at least as new as the arming.</summary>
    public void Arm()
    {
        _core.Reset();
        _cancelled = false;
        Interlocked.Exchange(ref _state, Armed);
    }

    public void ThrowIfArmed()
    {
        if (IsArmed)
        {
            throw new InvalidOperationException("A wait is already under way: a cursor serves one reader at a time.");
        }
    }

    /// <summary>Call after <see cref="Arm"/>, before the task is handed out.</summary>
    public void CancelWith(CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _registration = cancellation.UnsafeRegister(static signal => ((Signal)signal!).Cancel(), this);
    }

    public bool TryDisarm() => Interlocked.CompareExchange(ref _state, Idle, Armed) == Armed;

    public bool TryFire(bool result)
    {
        if (!TryDisarm())
        {
            return false;
        }

        _result = result;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return true;
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (_cancelled)
        {
            _core.SetException(new OperationCanceledException(_cancellation));
        }
        else
        {
            _core.SetResult(_result);
        }
    }

    bool IValueTaskSource<bool>.GetResult(short token)
    {
        _registration.Dispose();
        _registration = default;
        return _core.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Cancel()
    {
        if (!TryDisarm())
        {
            return;
        }

        _cancelled = true;
        _onCancel?.Invoke(this);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
