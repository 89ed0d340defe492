using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Palestra.Trainer.Live;

/// <summary>What one viewer watches. Commands and messages come from two tasks; thread-safe for those.</summary>
internal sealed class LiveViewer(int mostErrors) : IDisposable
{
    [NotTunable("Timers are not exact: what is due within a tenth of its interval is due.")]
    private const double EarlyEnough = 0.9;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Watched> _watched = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _errors = [];
    private bool _gone;

    public CoalescingSignal Wake { get; } = new();

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _watched.Count;
            }
        }
    }

    public bool Has(string key)
    {
        lock (_lock)
        {
            return _watched.ContainsKey(key);
        }
    }

    /// <summary>Watches something from now on, or anew.</summary>
    public void Add(string key, IWatch watch)
    {
        lock (_lock)
        {
            if (_gone)
            {
                watch.Dispose();
                return;
            }

            if (_watched.Remove(key, out var before))
            {
                before.Watch.Dispose();
            }

            _watched[key] = new Watched(watch);
        }

        Wake.Set();
    }

    public void Remove(string key)
    {
        lock (_lock)
        {
            if (_watched.Remove(key, out var before))
            {
                before.Watch.Dispose();
            }
        }
    }

    /// <summary>A sentence for a viewer that asked for something wrong; one that keeps asking gets only so many.</summary>
    public void Refuse(string sentence)
    {
        if (_errors.Count < mostErrors)
        {
            _errors.Enqueue(sentence);
        }

        Wake.Set();
    }

    public bool TryTakeError([NotNullWhen(true)] out string? sentence) => _errors.TryDequeue(out sentence);

    /// <summary>The messages whose time has come.</summary>
    public IReadOnlyList<object> Due(TimeProvider clock)
    {
        var due = new List<object>();
        lock (_lock)
        {
            foreach (var watched in _watched.Values)
            {
                if (watched.SentAt is { } at && clock.GetElapsedTime(at) < watched.Watch.Interval * EarlyEnough)
                {
                    continue;
                }

                if (watched.Watch.Next() is { } message)
                {
                    watched.SentAt = clock.GetTimestamp();
                    due.Add(message);
                }
            }
        }

        return due;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _gone = true;
            foreach (var watched in _watched.Values)
            {
                watched.Watch.Dispose();
            }

            _watched.Clear();
        }
    }

    private sealed class Watched(IWatch watch)
    {
        public IWatch Watch { get; } = watch;

        public long? SentAt { get; set; }
    }
}
