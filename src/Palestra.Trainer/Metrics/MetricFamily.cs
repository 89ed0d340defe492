using System.Diagnostics.Metrics;

namespace Palestra.Trainer.Metrics;

/// <summary>One instrument and the values it gave in the collection under way.</summary>
internal sealed class MetricFamily(Instrument instrument)
{
    public Instrument Instrument => instrument;

    public bool IsHistogram { get; } = instrument is Histogram<double>;

    /// <summary>A sum that never falls, as <c>rate()</c> wants it.</summary>
    public bool IsCounter { get; } = instrument is ObservableCounter<long>;

    public List<MetricSample> Samples { get; } = [];
}

internal sealed record MetricSample(KeyValuePair<string, object?>[] Labels, double Value);
