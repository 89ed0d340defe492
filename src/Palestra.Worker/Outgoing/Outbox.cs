using Palestra.Telemetry;

namespace Palestra.Worker.Outgoing;

/// <summary>
/// Keeps every batch and episode, in order per stream, until the daemon has it on disk (P-ACK); hands out what may be
/// sent within the credits; begins again at the resume points after a reconnect. The loop puts in, the session takes
/// out. Bounded in bytes: what memory has no room for goes to the spool (Outbox.Spool.cs); when that is full too,
/// adding waits, counted (Outbox.Room.cs). Nothing is ever thrown away. Thread-safe; one thread adds.
/// </summary>
internal sealed partial class Outbox(OutboxLimits limits, TimeProvider clock) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<StreamKey, StreamOutbox> _byKey = [];
    private readonly List<StreamOutbox> _streams = [];
    private long _credits;
    private bool _connected;
    private int _turn;
    private long _keptBytes;
    private bool _sealed;

    /// <summary>Something became sendable, or all is sent: wakes the session. Must not block.</summary>
    public Action Changed { get; set; } = static () => { };

    /// <summary>The outbox is full and training waits (<c>true</c>), or goes on (<c>false</c>). Must not block.</summary>
    public Action<bool> BlockedChanged { get; set; } = static _ => { };

    /// <summary>The next item to send. Streams take turns.</summary>
    /// <exception cref="SpoolLostException">The spool cannot be read back.</exception>
    public bool TryTake(out TelemetryEvent item)
    {
        lock (_gate)
        {
            do
            {
                for (var i = 0; _connected && i < _streams.Count; i++)
                {
                    var box = _streams[(_turn + i) % _streams.Count];
                    var before = box.KeptBytes;
                    if (box.Take(_credits) is { } found)
                    {
                        Count(box.KeptBytes - before);
                        _turn = (_turn + i + 1) % _streams.Count;
                        item = found;
                        return true;
                    }
                }
            }
            while (_connected && _keptBytes < limits.MemoryBytes && TryReadBack());
        }

        item = null!;
        return false;
    }

    /// <summary>A session was welcomed: everything after its resume points is to be sent (again).</summary>
    /// <returns><c>null</c>, or a sentence if the resume points cannot be right.</returns>
    public string? Resume(IEnumerable<(StreamKey Stream, StreamMark Durable)> positions, long credits)
    {
        lock (_gate)
        {
            // Streams that are not listed have nothing on disk.
            var listed = positions.ToDictionary(p => p.Stream, p => p.Durable);
            foreach (var key in listed.Keys.Union(_byKey.Keys).ToList())
            {
                if (Settle(key, listed.GetValueOrDefault(key), isResume: true) is { } problem)
                {
                    return problem;
                }
            }

            foreach (var box in _streams)
            {
                var before = box.KeptBytes;
                box.Rewind();
                Count(box.KeptBytes - before);
            }

            (_credits, _connected) = (credits, true);
        }

        Changed();
        return null;
    }

    /// <summary>The session is lost: nothing goes out until the next <see cref="Resume"/>.</summary>
    public void Suspend()
    {
        lock (_gate)
        {
            _connected = false;
        }
    }

    /// <returns><c>null</c>, or a sentence if the positions cannot be right.</returns>
    public string? Acknowledge(IEnumerable<(StreamKey Stream, StreamMark Durable)> positions)
    {
        lock (_gate)
        {
            foreach (var (stream, durable) in positions)
            {
                if (Settle(stream, durable, isResume: false) is { } problem)
                {
                    return problem;
                }
            }
        }

        Changed();
        return null;
    }

    public void SetCredits(long credits)
    {
        lock (_gate)
        {
            _credits = credits;
        }

        Changed();
    }

    /// <summary>Nothing more will be added.</summary>
    public void Seal()
    {
        lock (_gate)
        {
            _sealed = true;
        }

        Changed();
    }

    /// <summary>Sealed, and everything was sent in the present session.</summary>
    public bool IsDone
    {
        get
        {
            lock (_gate)
            {
                return _sealed && _connected && _streams.TrueForAll(box => box.AllSent) && _spool is null or { Unread: 0 };
            }
        }
    }

    /// <summary>What the complete record of each stream must hold.</summary>
    public IReadOnlyList<(StreamKey Stream, StreamMark Total)> Totals
    {
        get
        {
            lock (_gate)
            {
                return [.. _streams.Select(box => (box.Stream, box.Produced))];
            }
        }
    }

    public OutboxStats Stats
    {
        get
        {
            lock (_gate)
            {
                var busiest = _streams.Count == 0 ? 0 : _streams.Max(box => box.InFlight);
                var oldest = _streams.Select(box => box.OldestUs).Where(us => us > 0).DefaultIfEmpty(0).Min();
                var blocked = _blocked + (_blockedSince is { } since ? clock.GetElapsedTime(since) : TimeSpan.Zero);
                return new(
                    _streams.Sum(box => box.Unacknowledged), _keptBytes, _spool?.Length ?? 0, Math.Max(0, _credits - busiest), oldest,
                    _blockings, blocked);
            }
        }
    }

    /// <summary>Closes the spool and leaves it where it is.</summary>
    public void Dispose()
    {
        _room.Dispose();
        _spool?.Dispose();
    }

    private StreamOutbox Of(StreamKey stream)
    {
        if (!_byKey.TryGetValue(stream, out var box))
        {
            _byKey[stream] = box = new StreamOutbox(stream);
            _streams.Add(box);
        }

        return box;
    }

    private string? Settle(StreamKey stream, StreamMark durable, bool isResume)
    {
        var box = Of(stream);
        var before = box.KeptBytes;
        var problem = box.Acknowledge(durable, isResume);
        Count(box.KeptBytes - before);
        return problem;
    }
}
