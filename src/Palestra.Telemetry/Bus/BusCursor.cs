namespace Palestra.Telemetry;

/// <summary>
/// One subscriber's place on a <see cref="RunBus"/>. Reading, waiting and committing belong to one thread at a time;
/// the figures and <see cref="Dispose"/> are safe from any thread. An undisposed blocking cursor holds up publishers.
/// <code>
/// while (await cursor.WaitAsync(cancellation))
/// {
///     for (int n; (n = cursor.Read(buffer)) > 0;) { … }
/// }
/// </code>
/// </summary>
public sealed partial class BusCursor : IDisposable
{
    private readonly RunBus _bus;
    private readonly QueuePolicy _policy;
    private readonly Topics _topics;
    private readonly bool _drops;
    private readonly Lock _dropping = new();
    private PaddedLong _next;
    private PaddedLong _released;
    private int _capacity;
    private long _heldUpTo;
    private long _dropped;
    private long _unreportedMissed;
    private bool _disposed;

    internal BusCursor(RunBus bus, string name, QueuePolicy policy, Topics topics, long start, long missed)
    {
        _bus = bus;
        _policy = policy;
        _capacity = policy.Capacity;
        _topics = topics;
        _drops = policy.OnFull == OnFull.DropOldest;
        _next.Value = start;
        _released.Value = start - 1;
        _unreportedMissed = missed;
        Name = name;
        Missed = missed;
        _signal = new Signal(_ => _bus.Awake());
    }

    public string Name { get; }

    /// <summary>How many events it asked for were already gone when it subscribed; the store has them.</summary>
    public long Missed { get; }

    /// <summary>Bus sequence number of the last event it is done with: read, and committed where that is manual.</summary>
    public long Position => _drops ? NextInReach() - 1 : Volatile.Read(ref _released.Value);

    /// <summary>
    /// Events it has still to see or to skip, and those it holds until a commit. One that sleeps has seen all it wants:
    /// what goes past it is of other topics, and does not count (any that it wants wakes it first).
    /// </summary>
    public long Lag
    {
        get
        {
            // In this order: a cursor found asleep has looked at everything published before.
            var published = _bus.Published;
            if (!_signal.IsArmed)
            {
                return Math.Max(0, published - Position);
            }

            return _drops ? 0 : Math.Max(0, Volatile.Read(ref _next.Value) - 1 - Volatile.Read(ref _released.Value));
        }
    }

    /// <summary>
    /// Events that left before it could look at them, of every topic, since it subscribed. Exact, and up to date even
    /// while the reader is frozen; during a read it may for a moment count events which that read still gets. Always 0
    /// for a blocking cursor.
    /// </summary>
    public long Dropped
    {
        get
        {
            lock (_dropping)
            {
                return _dropped + NextInReach() - Volatile.Read(ref _next.Value);
            }
        }
    }

    public SubscriberStatus Status
    {
        get
        {
            var published = _bus.Published;
            var lag = Lag;
            return new(Name, _policy with { Capacity = Capacity }, _topics, lag == 0 ? Math.Max(published, Position) : Position, lag, Dropped, _signal.IsArmed);
        }
    }

    private int Capacity => Volatile.Read(ref _capacity);

    /// <summary>Events between it and the newest, wanted or not: how much of its queue is taken.</summary>
    private long Distance => _bus.Published - Position;

    /// <summary>A blocking cursor's say in how far publishers may go.</summary>
    internal long AllowsUpTo =>
        _drops || Volatile.Read(ref _disposed) ? long.MaxValue : Volatile.Read(ref _released.Value) + Capacity;

    /// <inheritdoc cref="Read(Span{BusEntry}, out long)"/>
    public int Read(Span<BusEntry> into) => Read(into, out _);

    /// <summary>
    /// Copies the next events of its topics, in order. Unless the policy says manual commit, it first gives up what the
    /// read before it returned, as a wait does: an event keeps its place until the reader comes back for more.
    /// </summary>
    /// <param name="missed">Events of every topic that left before the first of these, since the read before.</param>
    /// <returns>How many; 0 when nothing is left for now, or when disposed.</returns>
    public int Read(Span<BusEntry> into, out long missed)
    {
        if (!_policy.ManualCommit)
        {
            Commit();
        }

        missed = _unreportedMissed;
        _unreportedMissed = 0;
        if (Volatile.Read(ref _disposed))
        {
            return 0;
        }

        // No further than what is published now, so that a filter that matches nothing cannot keep us here for ever.
        var last = _bus.Published;
        var count = 0;
        var next = _next.Value;
        while (count < into.Length && next <= last)
        {
            if (_drops && count == 0)
            {
                next = MoveIntoReach(next, ref missed);
            }

            if (!_bus.TryGet(next, out var telemetryEvent))
            {
                if (_drops && count == 0 && NextInReach() > next)
                {
                    continue;
                }

                break;
            }

            if (_topics == Topics.All || (telemetryEvent.Topic & _topics) != 0)
            {
                into[count++] = new BusEntry(next, telemetryEvent);
                _heldUpTo = next;
            }

            next++;
        }

        Volatile.Write(ref _next.Value, next);
        if (_heldUpTo <= _released.Value)
        {
            Release(next - 1);
        }

        return count;
    }

    /// <summary>
    /// Changes how far it may fall behind. Loses nothing when it blocks: one that is further behind than the new capacity
    /// holds publishers up until it has caught up. One that drops loses at once what is out of reach. Any thread.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The capacity does not fit the ring.</exception>
    public void Resize(int capacity)
    {
        _bus.CheckCapacity(Name, capacity);
        Volatile.Write(ref _capacity, capacity);
        _bus.PolicyChanged();
    }

    /// <summary>Is done with everything it has read.</summary>
    public void Commit() => Release(_next.Value - 1);

    /// <summary>Is done with everything up to and including <paramref name="busSeq"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The event has not been read yet.</exception>
    public void Commit(long busSeq)
    {
        var read = _next.Value - 1;
        if (busSeq > read)
        {
            throw new ArgumentOutOfRangeException(
                nameof(busSeq), busSeq, $"Subscriber '{Name}' cannot commit event {busSeq}: it has read up to {read}.");
        }

        // Nothing of ours lies between the last event handed out and the next to look at.
        Release(busSeq >= _heldUpTo ? read : busSeq);
    }

    /// <summary>Gives up its place: publishers no longer wait for it, a wait under way ends with <c>false</c>.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _disposed, true);
        _bus.Remove(this);
        WakeWith(false);
    }

    private void Release(long upTo)
    {
        if (upTo <= _released.Value)
        {
            return;
        }

        Volatile.Write(ref _released.Value, upTo);
        if (!_drops)
        {
            _bus.RoomMade();
        }
    }

    /// <summary>The next event a dropping cursor may still look at: those further back are dropped by its policy.</summary>
    private long NextInReach()
    {
        var next = Volatile.Read(ref _next.Value);
        return _drops ? Math.Max(next, _bus.Published - Capacity + 1) : next;
    }

    private long MoveIntoReach(long next, ref long missed)
    {
        var oldest = _bus.Published - Capacity + 1;
        if (oldest <= next)
        {
            return next;
        }

        lock (_dropping)
        {
            _dropped += oldest - next;
            missed += oldest - next;
            Volatile.Write(ref _next.Value, oldest);
        }

        return oldest;
    }
}
