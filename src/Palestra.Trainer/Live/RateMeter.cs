namespace Palestra.Trainer.Live;

/// <summary>How many things happen per second, over the last two seconds. Falls to 0 by itself. Thread-safe.</summary>
[NotTunable("What a live rate means in every view: the mean of two seconds, renewed four times a second.")]
internal sealed class RateMeter(TimeProvider clock)
{
    private const int Buckets = 8;
    private const int BucketsPerSecond = 4;

    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[Buckets];
    private readonly long _ticksPerBucket = clock.TimestampFrequency / BucketsPerSecond;
    private long _current = -1;
    private long _first = -1;

    public void Add(long count)
    {
        lock (_lock)
        {
            var bucket = Advance();
            _first = _first < 0 ? bucket : _first;
            _counts[bucket % Buckets] += count;
        }
    }

    public double PerSecond()
    {
        lock (_lock)
        {
            var bucket = Advance();
            if (_first < 0)
            {
                return 0;
            }

            // The running bucket is only partly filled, so it counts for the part that has passed.
            var passed = (clock.GetTimestamp() - (bucket * _ticksPerBucket)) / (double)_ticksPerBucket;
            var whole = Math.Min(bucket - _first, Buckets - 1);
            return _counts.Sum() / Math.Max(1, whole + passed) * BucketsPerSecond;
        }
    }

    private long Advance()
    {
        var now = clock.GetTimestamp() / _ticksPerBucket;
        for (var bucket = Math.Max(_current + 1, now - Buckets + 1); bucket <= now; bucket++)
        {
            _counts[bucket % Buckets] = 0;
        }

        _current = now;
        return now;
    }
}
