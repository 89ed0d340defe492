using Palestra.Trainer.Api;

namespace Palestra.Trainer.Metrics;

/// <summary>
/// How long the transactions of a run took, in fixed buckets: what <c>/metrics</c>, the system view and <c>palestra
/// top</c> show. Thread-safe.
/// </summary>
internal sealed class CommitTimes
{
    // From a commit without fsync to one on a disk that is in trouble.
    [NotTunable("Names of exported series: collectors cannot join other ones to those they have.")]
    private static readonly double[] UpperSeconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[UpperSeconds.Length + 1];
    private long _count;
    private double _sumSeconds;

    /// <summary>Upper bounds, inclusive; what took longer than the last is in one more bucket.</summary>
    public static IReadOnlyList<double> Bounds => UpperSeconds;

    public void Add(TimeSpan duration)
    {
        var seconds = duration.TotalSeconds;
        var bucket = 0;
        while (bucket < UpperSeconds.Length && seconds > UpperSeconds[bucket])
        {
            bucket++;
        }

        lock (_lock)
        {
            _counts[bucket]++;
            _count++;
            _sumSeconds += seconds;
        }
    }

    public HistogramView Look()
    {
        lock (_lock)
        {
            return new HistogramView(
                _count, _sumSeconds, [.. _counts.Select((count, i) => new BucketView(i < UpperSeconds.Length ? UpperSeconds[i] : null, count))]);
        }
    }
}
