using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// Keeps count, minimum, maximum, sum and last value of every metric for each 256 episodes, so that the chart of a long
/// run does not read every episode.
/// </summary>
internal sealed class SeriesTable
{
    /// <summary>Episodes of one bucket. Part of the format: never change it.</summary>
    [NotTunable("Part of the run file's format: rows of the table cover so many episodes.")]
    public const int BucketEpisodes = 256;

    private readonly SqliteStatement _put;
    private readonly Dictionary<string, Bucket> _buckets = [];
    private long _bucket;

    public SeriesTable(SqliteDb db, long lastRow)
    {
        _put = db.Prepare("INSERT OR REPLACE INTO series (metric, bucket, count, min, max, sum, last) VALUES (?, ?, ?, ?, ?, ?, ?)");
        _bucket = BucketOf(Math.Max(1, lastRow));
        using var rows = db.Prepare("SELECT metric, count, min, max, sum, last FROM series WHERE bucket = ?").Bind(_bucket);
        while (rows.Step())
        {
            _buckets[rows.Text(0)] = new Bucket
            {
                Count = rows.Int(1),
                Min = rows.Double(2),
                Max = rows.Double(3),
                Sum = rows.Double(4),
                Last = rows.Double(5),
            };
        }
    }

    public static long BucketOf(long row) => (row - 1) / BucketEpisodes;

    public void Add(long row, EpisodeFinalized episode)
    {
        if (BucketOf(row) != _bucket)
        {
            Flush();
            _buckets.Clear();
            _bucket = BucketOf(row);
        }

        foreach (var (metric, value) in EpisodeMetrics.Of(episode))
        {
            if (!_buckets.TryGetValue(metric, out var bucket))
            {
                _buckets[metric] = bucket = new Bucket { Min = value, Max = value };
            }

            bucket.Count++;
            bucket.Min = Math.Min(bucket.Min, value);
            bucket.Max = Math.Max(bucket.Max, value);
            bucket.Sum += value;
            bucket.Last = value;
            bucket.Dirty = true;
        }
    }

    /// <summary>Writes what changed.</summary>
    public void Flush()
    {
        foreach (var (metric, bucket) in _buckets)
        {
            if (bucket.Dirty)
            {
                _put.Bind(metric).Bind(_bucket).Bind(bucket.Count).Bind(bucket.Min).Bind(bucket.Max).Bind(bucket.Sum)
                    .Bind(bucket.Last).Run();
                bucket.Dirty = false;
            }
        }
    }

    private sealed class Bucket
    {
        public long Count { get; set; }

        public double Min { get; set; }

        public double Max { get; set; }

        public double Sum { get; set; }

        public double Last { get; set; }

        public bool Dirty { get; set; }
    }
}
