using System.Diagnostics.Metrics;

namespace Palestra.Trainer.Metrics;

/// <summary>One instrument and the values it gave in the collection under way.</summary>
internal sealed class MetricFamily(Instrument instrument)
{
    public Instrument Instrument => instrument;

    public bool IsHistogram { get; } = instrument is Histogram<double>;

    /// <summary>A sum that never falls, as <c>rate()</c> wants it.</summary>
    public bool IsCounter { get; } = instrument is ObservableCounter<long>;

    public IReadOnlyList<double> Bounds { get; } = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries ?? [];

    public List<MetricSample> Samples { get; } = [];
}

internal sealed record MetricSample(KeyValuePair<string, object?>[] Labels, double Value);

/// <summary>Values counted in buckets. Its owner locks.</summary>
internal sealed class BucketCounts(KeyValuePair<string, object?>[] labels, IReadOnlyList<double> bounds)
{
    private readonly long[] _counts = new long[bounds.Count + 1];

    public KeyValuePair<string, object?>[] Labels => labels;

    /// <summary>Upper bounds, inclusive; values beyond the last are in one more bucket.</summary>
    public IReadOnlyList<double> Bounds => bounds;

    public double Sum { get; private set; }

    public IReadOnlyList<long> Counts => _counts;

    public void Add(double value)
    {
        var bucket = 0;
        while (bucket < bounds.Count && value > bounds[bucket])
        {
            bucket++;
        }

        _counts[bucket]++;
        Sum += value;
    }

    public BucketCounts Copy()
    {
        var copy = new BucketCounts(labels, bounds) { Sum = Sum };
        _counts.CopyTo(copy._counts, 0);
        return copy;
    }
}
