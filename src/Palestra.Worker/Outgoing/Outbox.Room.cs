using Palestra.Telemetry;

namespace Palestra.Worker.Outgoing;

/// <summary>Finding room for what the loop makes: memory, the spool, or waiting for either.</summary>
internal sealed partial class Outbox
{
    private readonly ManualResetEventSlim _room = new(true);
    private long _blockings;
    private TimeSpan _blocked;
    private long? _blockedSince;

    /// <summary>Keeps items in order, waiting while memory and spool are full. The session is woken once for all of them.</summary>
    /// <param name="stopping">Once cancelled there is no more waiting: the last batches of a run that ends go over the limit.</param>
    public void Add(StreamKey stream, ReadOnlySpan<TelemetryEvent> items, CancellationToken stopping)
    {
        foreach (var item in items)
        {
            Put(item, stream, stopping);
        }

        Changed();
    }

    /// <inheritdoc cref="Add(StreamKey, ReadOnlySpan{TelemetryEvent}, CancellationToken)"/>
    public void Add(TelemetryEvent item, StreamKey stream, CancellationToken stopping) => Add(stream, [item], stopping);

    private void Put(TelemetryEvent item, StreamKey stream, CancellationToken stopping)
    {
        StreamOutbox box;
        lock (_gate)
        {
            box = Of(stream);
            box.Produce(item);
        }

        while (!TryPlace(item, box, stopping.IsCancellationRequested))
        {
            // What came before this item may be what has to be sent to make room.
            Changed();
            WaitForRoom(stopping);
        }

        if (_blockedSince is not null)
        {
            EndWait();
        }
    }

    private bool TryPlace(TelemetryEvent item, StreamOutbox box, bool mustFit)
    {
        lock (_gate)
        {
            // Whoever finds no room waits for what happens from here on.
            _room.Reset();
            if (_spool is null && (mustFit || _keptBytes < limits.MemoryBytes || !TryBeginSpool()))
            {
                return TryKeep(item, box, mustFit);
            }

            if (_spool is not null && !_passedBy && TryAppend(item, box, mustFit))
            {
                return true;
            }

            while (mustFit && TryReadBack())
            {
                // Behind everything in the file, whatever memory it takes: the run ends.
            }

            return _spool is null or { Unread: 0 } && TryKeep(item, box, mustFit);
        }
    }

    private bool TryKeep(TelemetryEvent item, StreamOutbox box, bool mustFit)
    {
        if (!mustFit && _keptBytes >= limits.MemoryBytes)
        {
            return false;
        }

        _passedBy = _spool is not null;
        Keep(item, box);
        return true;
    }

    private void Keep(TelemetryEvent item, StreamOutbox box)
    {
        var before = box.KeptBytes;
        box.Keep(item);
        Count(box.KeptBytes - before);
    }

    private void Count(long bytes)
    {
        _keptBytes += bytes;
        if (bytes < 0)
        {
            EndSpoolIfDrained();
            _room.Set();
        }
    }

    private void WaitForRoom(CancellationToken stopping)
    {
        if (_blockedSince is null)
        {
            lock (_gate)
            {
                _blockings++;
                _blockedSince = clock.GetTimestamp();
            }

            BlockedChanged(true);
        }

        try
        {
            _room.Wait(limits.Retry, stopping);
        }
        catch (OperationCanceledException)
        {
            // The run ends: what is left goes in over the limit.
        }
    }

    private void EndWait()
    {
        lock (_gate)
        {
            _blocked += clock.GetElapsedTime(_blockedSince!.Value);
            _blockedSince = null;
        }

        BlockedChanged(false);
    }
}
