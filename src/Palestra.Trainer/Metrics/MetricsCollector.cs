using System.Diagnostics.Metrics;

namespace Palestra.Trainer.Metrics;

/// <summary>Listens to the instruments of one daemon and gives all their values at one moment. Thread-safe.</summary>
internal sealed class MetricsCollector : IDisposable
{
    private readonly DaemonMeter _meter;
    private readonly MeterListener _listener = new();
    private readonly Lock _collecting = new();
    private readonly List<MetricFamily> _families = [];

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

                if (!family.IsHistogram)
                {
                    listener.EnableMeasurementEvents(instrument, family);
                }
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
            var figures = _meter.Refresh();
            _families.ForEach(f => f.Samples.Clear());
            _listener.RecordObservableInstruments();
            var text = new PrometheusText();
            foreach (var family in _families)
            {
                text.Add(family);
                if (family.IsHistogram)
                {
                    figures.Runs.ToList().ForEach(r => text.Add(family, [new(DaemonMeter.RunIdLabel, r.RunId)], r.Durable.CommitDuration));
                }
            }

            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();

    // Only ever while collecting: on its thread and under its lock.
    private static void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, MetricFamily family) =>
        family.Samples.Add(new MetricSample([.. tags], value));
}
