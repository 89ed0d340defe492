using Palestra.Telemetry;

namespace Palestra.Trainer.Runs;

/// <summary>Which runs changed or were removed, by a counter, so that a viewer asks only for what is new to it. Thread-safe.</summary>
internal sealed class RunChanges
{
    private readonly Lock _lock = new();
    private readonly Dictionary<RunId, long> _changed = [];
    private readonly Dictionary<RunId, long> _removed = [];
    private long _counter;

    public long Counter => Interlocked.Read(ref _counter);

    public void Changed(RunId id)
    {
        lock (_lock)
        {
            _removed.Remove(id);
            _changed[id] = ++_counter;
        }
    }

    public void Removed(RunId id)
    {
        lock (_lock)
        {
            _changed.Remove(id);
            _removed[id] = ++_counter;
        }
    }

    /// <summary>Counter of the last change of a run; 0 if it never changed under this daemon.</summary>
    public long Of(RunId id)
    {
        lock (_lock)
        {
            return _changed.GetValueOrDefault(id);
        }
    }

    public (IReadOnlyList<RunId> Changed, IReadOnlyList<RunId> Removed, long Counter) Since(long counter)
    {
        lock (_lock)
        {
            return (After(_changed, counter), After(_removed, counter), _counter);
        }
    }

    private static RunId[] After(Dictionary<RunId, long> entries, long counter) =>
        [.. entries.Where(e => e.Value > counter).OrderBy(e => e.Value).Select(e => e.Key)];
}
