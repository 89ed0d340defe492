using Palestra.Settings;

namespace Palestra.Trainer.Live;

/// <summary>What happened to the settings lately, for viewers: changes with a counter, and what is wrong with the file. Thread-safe.</summary>
internal sealed class SettingsNews : IDisposable
{
    [NotTunable("Viewers look many times a second; whoever missed more reads the history, and is told how many.")]
    private const int Kept = 256;

    private readonly Lock _lock = new();
    private readonly Queue<SettingChange> _changes = new(Kept);
    private readonly SettingsHub _hub;
    private readonly IDisposable[] _subscriptions;
    private long _counter;
    private long _version;

    public SettingsNews(SettingsHub hub)
    {
        _hub = hub;
        _subscriptions = [hub.SubscribeChanges(Take), hub.SubscribeProblems(_ => Interlocked.Increment(ref _version))];
    }

    /// <summary>Grows with everything a viewer may show.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>What is wrong with the settings file; <c>null</c> when it is in force.</summary>
    public SettingsProblem? Problem => _hub.LastFileProblem;

    public long Counter
    {
        get
        {
            lock (_lock)
            {
                return _counter;
            }
        }
    }

    /// <summary>The changes after the one with that number, oldest first, and how many more there were.</summary>
    public (IReadOnlyList<SettingChange> Changes, long Skipped, long Counter) Since(long counter)
    {
        lock (_lock)
        {
            var wanted = _counter - counter;
            var there = (int)Math.Min(wanted, _changes.Count);
            return ([.. _changes.Skip(_changes.Count - there)], wanted - there, _counter);
        }
    }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.Dispose();
        }
    }

    private void Take(IReadOnlyList<SettingChange> changes)
    {
        lock (_lock)
        {
            foreach (var change in changes)
            {
                if (_changes.Count == Kept)
                {
                    _changes.Dequeue();
                }

                _changes.Enqueue(change);
                _counter++;
            }
        }

        Interlocked.Increment(ref _version);
    }
}
