using System.Diagnostics.Metrics;

namespace Palestra.Trainer.Metrics;

/// <summary>Listens to the instruments of one daemon and gives all their values at one moment. Thread-safe.</summary>
internal sealed class MetricsCollector : IDisposable
{
    private readonly DaemonMeter _meter;
    private readonly MeterListener _listener = new();
    private readonly Lock _collecting = new();
    private readonly Lock _histogramLock = new();
    private readonly List<MetricFamily> _families = [];
    private readonly Dictionary<string, BucketCounts> _commits = new(StringComparer.Ordinal);

    public MetricsCollector(DaemonMeter meter)
    {
        _meter = meter;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (meter.Owns(instrument))
            {
                var family = new MetricFamily(instrument);
                lock (_collecting)
                {
                    _families.Add(family);
                }

                listener.EnableMeasurementEvents(instrument, family);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => Take(value, tags, (MetricFamily)family!));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => Take(value, tags, (MetricFamily)family!));
        _listener.Start();
    }

    /// <summary>All values as Prometheus text.</summary>
    public string Text()
    {
        lock (_collecting)
        {
            var alive = _meter.Refresh().Runs.Select(r => r.RunId).ToHashSet(StringComparer.Ordinal);
            _families.ForEach(f => f.Samples.Clear());
            _listener.RecordObservableInstruments();
            var text = new PrometheusText();
            foreach (var family in _families)
            {
                text.Add(family, family.IsHistogram ? Commits(alive) : []);
            }

            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, MetricFamily family)
    {
        if (!family.IsHistogram)
        {
            // Only ever while collecting: on its thread and under its lock.
            family.Samples.Add(new MetricSample([.. tags], value));
            return;
        }

        lock (_histogramLock)
        {
            var run = (string)tags[0].Value!;
            if (!_commits.TryGetValue(run, out var counts))
            {
                _commits[run] = counts = new BucketCounts([.. tags], family.Bounds);
            }

            counts.Add(value);
        }
    }

    /// <summary>Forgets runs that have ended, so that a daemon's list does not grow with its age.</summary>
    private BucketCounts[] Commits(HashSet<string> alive)
    {
        lock (_histogramLock)
        {
            foreach (var run in _commits.Keys.Where(k => !alive.Contains(k)).ToArray())
            {
                _commits.Remove(run);
            }

            return [.. _commits.Values.Select(c => c.Copy())];
        }
    }
}
