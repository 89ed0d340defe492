namespace Palestra.Telemetry;

public sealed partial class BusCursor
{
    private readonly Signal _signal;

    private bool IsReady => !Volatile.Read(ref _disposed) && (_bus.IsReadable(_next.Value) || (_drops && NextInReach() > _next.Value));

    private bool IsClaimed => !Volatile.Read(ref _disposed) && _next.Value <= _bus.Published;

    private bool IsOver => Volatile.Read(ref _disposed) || (_bus.IsCompleted && _next.Value > _bus.Published);

    /// <summary>
    /// Waits, without a thread, until there is something to look at. It may turn out to be of other topics, or to be
    /// gone already: a following <see cref="Read(Span{BusEntry})"/> of 0 is normal. Gives up what was read, unless the
    /// policy says manual commit; such a cursor, holding a full queue, has to commit before anything more can arrive.
    /// </summary>
    /// <returns><c>false</c> when the bus is completed and everything has been read, or when disposed.</returns>
    public ValueTask<bool> WaitAsync(CancellationToken cancellation = default)
    {
        if (!_policy.ManualCommit)
        {
            Commit(); // Who comes for more is done with what it has; else a full cursor would wait for itself.
        }

        var spin = new SpinWait();
        while (true)
        {
            if (IsReady)
            {
                return new ValueTask<bool>(true);
            }

            if (!IsClaimed)
            {
                break;
            }

            spin.SpinOnce(); // W3
        }

        if (IsOver)
        {
            return new ValueTask<bool>(false);
        }

        if (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<bool>(cancellation);
        }

        _signal.ThrowIfArmed();
        _bus.Sleeping(); // Before arming, so that there are never more armed cursors than counted sleepers.
        _signal.Arm();
        if ((IsReady || IsClaimed || IsOver) && _signal.TryDisarm())
        {
            _bus.Awake();
            return new ValueTask<bool>(!IsOver);
        }

        _signal.CancelWith(cancellation);
        return _signal.Task;
    }

    /// <summary>
    /// Called by publishers: an event of this topic was published. One that the cursor does not want lets it sleep on,
    /// until so many have gathered that they would soon fill its queue.
    /// </summary>
    internal void Wake(Topics topic)
    {
        if (_signal.IsArmed && ((topic & _topics) != 0 || 2 * Distance >= _policy.Capacity))
        {
            WakeWith(true);
        }
    }

    /// <summary>
    /// The bus was completed. Whoever sleeps over events it does not want has to look too: nothing else will wake it.
    /// </summary>
    internal void WakeAtEnd() => WakeWith(!IsOver);

    private void WakeWith(bool result)
    {
        if (_signal.TryFire(result))
        {
            _bus.Awake();
        }
    }
}
