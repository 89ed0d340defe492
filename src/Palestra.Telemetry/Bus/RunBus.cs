using System.Numerics;

namespace Palestra.Telemetry;

/// <summary>
/// The in-process bus of one run: one pre-allocated ring, any number of publishers, and any number of subscribers that
/// come and go while it runs. All members are safe from any thread.
/// <para>Guarantees: every subscriber sees the events of its topics in the one order of the bus, each at most once. A
/// blocking subscriber sees all; a dropping one is told exactly how many left before it looked. Events of one publisher
/// that awaits its calls keep their order. Nothing is allocated per event, and nobody spins while idle.</para>
/// <para>The ring keeps the last <see cref="Capacity"/> events alive, whether read or not.</para>
/// </summary>
/// <remarks>The memory protocol is written down in RunBus.Publish.cs.</remarks>
public sealed partial class RunBus
{
    private readonly Lock _membership = new();
    private readonly Slot[] _slots;
    private readonly int _mask;
    private readonly long _firstSeq;
    private BusCursor[] _cursors = [];

    /// <param name="lastSeq">Where numbering left off in a former life of the run: the first event gets the next number.</param>
    public RunBus(RunBusSettings settings, long lastSeq = 0)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfNegative(lastSeq);
        var capacity = Math.Max(settings.Capacity, settings.LiveQueueSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)capacity)];
        _mask = _slots.Length - 1;
        _firstSeq = lastSeq + 1;
        _tail.Value = lastSeq;
        _limit.Value = NoLimit;
    }

    /// <summary>Size of the ring in events: the setting rounded up to a power of two, and no less than any of its queues.</summary>
    public int Capacity => _slots.Length;

    /// <summary>Last bus sequence number given out. The event itself may become readable a moment later.</summary>
    public long Published => Volatile.Read(ref _tail.Value) & ~CompletedBit;

    public bool IsCompleted => (Volatile.Read(ref _tail.Value) & CompletedBit) != 0;

    public IReadOnlyList<SubscriberStatus> Subscribers =>
        Array.ConvertAll(Volatile.Read(ref _cursors), cursor => cursor.Status);

    public BusStatus Status => new(
        Capacity, Published, Interlocked.Read(ref _publisherWaits), Interlocked.Read(ref _refused), Subscribers);

    /// <summary>
    /// Adds a subscriber. It holds its place, and if it blocks it holds up publishers, until it is disposed.
    /// </summary>
    /// <param name="name">For people; need not be unique.</param>
    /// <param name="from">
    /// First bus sequence number wanted; <c>null</c> for whatever is published next. What is no longer in the ring, or
    /// lies further back than the policy's capacity, is counted in <see cref="BusCursor.Missed"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity does not fit the ring, or <paramref name="from"/> lies in the future.</exception>
    public BusCursor Subscribe(string name, QueuePolicy policy, Topics topics = Topics.All, long? from = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        CheckCapacity(name, policy.Capacity);
        if (policy.OnFull is not (OnFull.DropOldest or OnFull.Block))
        {
            throw new ArgumentOutOfRangeException(nameof(policy), policy.OnFull, $"Subscriber '{name}' has no valid policy for a full queue.");
        }

        lock (_membership)
        {
            // Protocol J1-J3.
            Interlocked.Exchange(ref _limit.Value, 0);
            var last = Published;
            var wanted = from ?? last + 1;
            if (wanted > last + 1)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(from), wanted, $"Subscriber '{name}' asks for event {wanted}, but the next one is {last + 1}.");
            }

            var start = Math.Max(wanted, OldestFor(policy, last));
            var cursor = new BusCursor(this, name, policy, topics, start, start - Math.Max(wanted, 1));
            Volatile.Write(ref _cursors, [.. _cursors, cursor]);
            UpdateLimit();
            return cursor;
        }
    }

    /// <summary>
    /// Ends the bus: whoever publishes from now on is refused, subscribers read what is left and then see the end.
    /// Calling it again does nothing.
    /// </summary>
    public void Complete()
    {
        Interlocked.Or(ref _tail.Value, CompletedBit);
        foreach (var cursor in Volatile.Read(ref _cursors))
        {
            cursor.WakeAtEnd();
        }

        WakePublishers();
    }

    internal void CheckCapacity(string name, int capacity)
    {
        if (capacity < 1 || capacity > Capacity)
        {
            throw new ArgumentOutOfRangeException(
                nameof(capacity), capacity, $"Subscriber '{name}' asks for a queue of {capacity} events: 1 to {Capacity} (the ring) are allowed.");
        }
    }

    /// <summary>A cursor's capacity is another one: publishers that wait for it may have room now.</summary>
    internal void PolicyChanged() => WakePublishers();

    internal void Remove(BusCursor cursor)
    {
        lock (_membership)
        {
            Volatile.Write(ref _cursors, Array.FindAll(_cursors, other => other != cursor));
            UpdateLimit();
        }

        WakePublishers();
    }

    private long OldestFor(QueuePolicy policy, long last)
    {
        // One publisher may be claiming last + 1 by the limit that held before us (J2), over the oldest event of the ring.
        // A dropping cursor would count it as dropped; a blocking one promises not to lose any, so it begins one later.
        var reach = policy.OnFull == OnFull.Block ? Math.Min(policy.Capacity, Capacity - 1) : policy.Capacity;
        return Math.Max(_firstSeq, last - reach + 1);
    }
}
