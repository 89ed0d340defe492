using System.Runtime.CompilerServices;

namespace Palestra.Telemetry;

// THE MEMORY PROTOCOL
//
// State: _tail, the last claimed sequence number; _limit, the last one that blocking cursors allow; per slot a sequence
// number and a reference; per cursor _next (the next it will look at) and _released (the last it is done with). Event s
// lives in slot s mod capacity.
//
// Publishing event s:
//   P1  Read _tail = s - 1, then _limit.
//   P2  If s > _limit: recompute the limit under the lock from every blocking cursor's _released + capacity. Still beyond:
//       the bus is full. _limit may be stale: too low (cursors only move forward; J covers newcomers), or, for a moment
//       after a queue was made shorter, too high by what it was longer, which is still within the ring.
//   P3  The slot must hold s - capacity, fully written (or nothing, the first time round). If not, either our _tail is
//       stale or another publisher is between P4 and P7 one lap behind: look again. Two publishers can therefore never
//       write one slot at the same time.
//   P4  Compare-and-swap _tail from s - 1 to s: a full fence, the only one. From here on the slot is ours alone; nothing
//       until P7 can fail.
//   P5  slot.Seq = -s     "being overwritten": any reader of s - capacity learns that its copy may be torn.
//   P6  slot.Event = e    (release: not visible before P5)
//   P7  slot.Seq = s      (release: not visible before P6)
//   P8  If a cursor sleeps, wake it. This look may pass P7, but not P4; W3 makes up for it.
//
// Reading event s by a cursor, whose _next is s:
//   R1  slot.Seq == s, else stop: it is unpublished (claimed or not) or has been overwritten.
//   R2  Copy slot.Event (acquire).
//   R3  slot.Seq is still s, else the copy may be of a later event; throw it away. P2 keeps publishers off s + capacity
//       until a blocking cursor has released s, so there this happens only to one that is disposed in the middle.
//   Staleness is harmless: an old slot.Seq only makes the event look unpublished, and P8 or the next read finds it.
//
// A dropping cursor that is more than its capacity behind _tail moves up before reading and counts the difference. So an
// event is either returned or counted, never both: only the reader moves _next.
//
// Sleeping and waking (W). The sleeper announces itself (full fence), then looks once more; the waker makes its change
// visible (full fence), then looks for sleepers. One of the two sees the other.
//   W1  Waking only queues work on the thread pool; a publisher never runs a subscriber's code.
//   W2  For a publisher that waits for room the change is _released, and the fence stands in RoomMade.
//   W3  For a cursor the change is _tail, fenced by P4. A cursor that sees its next event claimed does not go to sleep but
//       yields until P7 of that event is visible: its publisher is a few instructions away and waits for nobody.
//
// Joining (J), under the lock:
//   J1  _limit = 0 with a full fence, so that claims from here on take P2 and wait for the lock.
//   J2  Read _tail = t. A publisher that passed P2 by the old limit can only claim t + 1: its compare-and-swap expects
//       the _tail it read before the limit. Hence one event may slip past, and a queue of any capacity has room for one.
//   J3  Add the cursor, recompute _limit.
//
// Completion sets CompletedBit in _tail: every later compare-and-swap fails, and the final number is fixed for ever.
public sealed partial class RunBus
{
    private const long CompletedBit = 1L << 62;
    private const long NoLimit = CompletedBit - 1;

    private PaddedLong _tail;
    private PaddedLong _limit;
    private PaddedLong _sleepers;
    private long _publisherWaits;
    private long _refused;

    /// <summary>Publishes, waiting without a thread while a blocking subscriber is full.</summary>
    /// <returns>The bus sequence number of the event.</returns>
    /// <exception cref="BusCompletedException">The bus was completed before the event found a place.</exception>
    public ValueTask<long> PublishAsync(TelemetryEvent telemetryEvent, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(telemetryEvent);
        if (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<long>(cancellation);
        }

        return TryAppend(telemetryEvent, out var seq) ? new ValueTask<long>(seq) : PublishWhenRoomAsync(telemetryEvent, cancellation);
    }

    /// <summary>Publishes if there is room now.</summary>
    /// <returns><c>false</c> if a blocking subscriber is full or the bus is completed (<see cref="IsCompleted"/>).</returns>
    public bool TryPublish(TelemetryEvent telemetryEvent, out long busSeq)
    {
        ArgumentNullException.ThrowIfNull(telemetryEvent);
        if (TryAppend(telemetryEvent, out busSeq))
        {
            return true;
        }

        Interlocked.Increment(ref _refused);
        return false;
    }

    internal void Sleeping() => Interlocked.Increment(ref _sleepers.Value);

    internal void Awake() => Interlocked.Decrement(ref _sleepers.Value);

    private bool TryAppend(TelemetryEvent telemetryEvent, out long seq)
    {
        var spin = new SpinWait();
        while (true)
        {
            var tail = Volatile.Read(ref _tail.Value);
            seq = tail + 1;
            if (seq > Volatile.Read(ref _limit.Value))
            {
                if (HasRoomFor(seq))
                {
                    continue;
                }

                seq = 0;
                return false;
            }

            ref var slot = ref SlotOf(seq);
            var lapBefore = seq - _slots.Length;
            if (Volatile.Read(ref slot.Seq) != (lapBefore >= _firstSeq ? lapBefore : 0))
            {
                if (Volatile.Read(ref _tail.Value) == tail)
                {
                    // A publisher was interrupted between P4 and P7, a whole lap ago. It has nothing left to wait for.
                    spin.SpinOnce();
                }

                continue;
            }

            if (Interlocked.CompareExchange(ref _tail.Value, seq, tail) != tail)
            {
                continue;
            }

            Volatile.Write(ref slot.Seq, -seq);
            Volatile.Write(ref slot.Event, telemetryEvent);
            Volatile.Write(ref slot.Seq, seq);
            if (Volatile.Read(ref _sleepers.Value) != 0)
            {
                WakeCursors(telemetryEvent.Topic);
            }

            return true;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool HasRoomFor(long seq)
    {
        lock (_membership)
        {
            UpdateLimit();
            return seq <= _limit.Value;
        }
    }

    /// <summary>Under the lock.</summary>
    private void UpdateLimit()
    {
        var limit = NoLimit;
        foreach (var cursor in _cursors)
        {
            limit = Math.Min(limit, cursor.AllowsUpTo);
        }

        Volatile.Write(ref _limit.Value, limit);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WakeCursors(Topics topic)
    {
        foreach (var cursor in Volatile.Read(ref _cursors))
        {
            cursor.Wake(topic);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<long> PublishWhenRoomAsync(TelemetryEvent telemetryEvent, CancellationToken cancellation)
    {
        while (true)
        {
            if (TryAppend(telemetryEvent, out var seq))
            {
                return seq;
            }

            if (IsCompleted)
            {
                Interlocked.Increment(ref _refused);
                throw new BusCompletedException();
            }

            Interlocked.Increment(ref _publisherWaits);
            var room = RentSignal();
            await WaitForRoom(room, cancellation).ConfigureAwait(false);
            ReturnSignal(room);
        }
    }
}
