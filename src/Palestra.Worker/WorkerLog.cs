using Palestra.Telemetry;

namespace Palestra.Worker;

/// <summary>
/// Log records on their way to the daemon. Bounded: while the daemon is away the oldest give way, counted. Thread-safe.
/// </summary>
internal sealed class WorkerLog(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Queue<LogRecord> _waiting = new();

    /// <summary>Wakes the session. Must not block.</summary>
    public Action Changed { get; set; } = static () => { };

    public long Dropped { get; private set; }

    public void Add(LogRecord record)
    {
        lock (_gate)
        {
            if (_waiting.Count == capacity)
            {
                _waiting.Dequeue();
                Dropped++;
            }

            _waiting.Enqueue(record);
        }

        Changed();
    }

    public bool TryTake(out LogRecord record)
    {
        lock (_gate)
        {
            return _waiting.TryDequeue(out record!);
        }
    }
}
