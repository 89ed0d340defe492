namespace Palestra.Storage;

/// <summary>
/// Commit times in buckets that grow by a quarter: percentiles within about 12 % from 10 µs to over a minute, in
/// constant memory. One writer; readers on other threads may see a commit late.
/// </summary>
[NotTunable("How finely a measurement is kept: start, growth and number of buckets go together to cover 10 µs to a minute.")]
internal sealed class CommitHistogram
{
    private const double SmallestMs = 0.01;
    private const double Growth = 1.25;
    private readonly long[] _counts = new long[72];
    private long _total;

    public void Add(double ms)
    {
        var bucket = ms <= SmallestMs ? 0 : (int)Math.Ceiling(Math.Log(ms / SmallestMs, Growth));
        Volatile.Write(ref _counts[Math.Min(bucket, _counts.Length - 1)], _counts[Math.Min(bucket, _counts.Length - 1)] + 1);
        Volatile.Write(ref _total, _total + 1);
    }

    /// <param name="fraction">For example 0.99.</param>
    /// <returns>Upper bound of the bucket in which it lies, in milliseconds; 0 before the first.</returns>
    public double Percentile(double fraction)
    {
        var wanted = (long)Math.Ceiling(Volatile.Read(ref _total) * fraction);
        long seen = 0;
        for (var i = 0; i < _counts.Length && wanted > 0; i++)
        {
            seen += Volatile.Read(ref _counts[i]);
            if (seen >= wanted)
            {
                return SmallestMs * Math.Pow(Growth, i);
            }
        }

        return 0;
    }
}
