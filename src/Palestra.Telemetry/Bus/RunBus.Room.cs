namespace Palestra.Telemetry;

/// <summary>Publishers that wait for a full subscriber: W2 of the protocol.</summary>
public sealed partial class RunBus
{
    private readonly List<Signal> _blocked = [];
    private readonly Stack<Signal> _spareSignals = [];
    private PaddedLong _blockedCount;

    /// <summary>A blocking cursor has moved its _released forward.</summary>
    internal void RoomMade()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _blockedCount.Value) != 0)
        {
            WakePublishers();
        }
    }

    private ValueTask<bool> WaitForRoom(Signal room, CancellationToken cancellation)
    {
        lock (_membership)
        {
            room.Arm();
            _blocked.Add(room);
            Interlocked.Exchange(ref _blockedCount.Value, _blocked.Count);
            UpdateLimit();
            var next = Volatile.Read(ref _tail.Value) + 1;
            if ((next <= _limit.Value || IsCompleted) && room.TryDisarm())
            {
                Forget(room);
                return new ValueTask<bool>(true);
            }
        }

        room.CancelWith(cancellation);
        return room.Task;
    }

    private void WakePublishers()
    {
        lock (_membership)
        {
            UpdateLimit();
            var next = Volatile.Read(ref _tail.Value) + 1;
            if (_blocked.Count == 0 || (next <= NoLimit && next > _limit.Value))
            {
                return;
            }

            foreach (var room in _blocked)
            {
                room.TryFire(true);
            }

            _blocked.Clear();
            Volatile.Write(ref _blockedCount.Value, 0);
        }
    }

    private Signal RentSignal()
    {
        lock (_membership)
        {
            return _spareSignals.TryPop(out var spare) ? spare : new Signal(Forget);
        }
    }

    private void ReturnSignal(Signal room)
    {
        lock (_membership)
        {
            _spareSignals.Push(room);
        }
    }

    private void Forget(Signal room)
    {
        lock (_membership)
        {
            _blocked.Remove(room);
            Volatile.Write(ref _blockedCount.Value, _blocked.Count);
        }
    }
}
