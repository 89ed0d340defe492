namespace Palestra.Storage;

public sealed partial class RunReader
{
    /// <summary>Where each bucket of single episodes ends, so that a chart can use steps or wall time as its axis.</summary>
    private Dictionary<long, BucketEnd> EndsOfEpisodes(long first, long last, long width)
    {
        var steps = StepsBefore(first);
        var ends = new Dictionary<long, BucketEnd>();
        // With max(), SQLite takes the bare column from the row that holds the maximum.
        using var rows = _db.Prepare("""
            SELECT (row - ?1) / ?3 AS b, max(row), sum(last_seq - first_seq + 1), end_us
            FROM episodes WHERE row BETWEEN ?1 AND ?2 GROUP BY b ORDER BY b
            """).Bind(first + 1).Bind(last + 1).Bind(width);
        while (rows.Step())
        {
            steps += rows.Int(2);
            ends[rows.Int(0)] = new BucketEnd(rows.Int(1), steps, rows.Int(3));
        }

        return ends;
    }

    /// <summary>The same for buckets that are multiples of those kept in the file; reads no episode but the last of each.</summary>
    private Dictionary<long, BucketEnd> EndsOfBuckets(long firstBucket, long lastBucket, long width)
    {
        var steps = StepsBefore(firstBucket * SeriesTable.BucketEpisodes);
        var ends = new Dictionary<long, BucketEnd>();
        using var rows = _db.Prepare($"""
            WITH g AS (
                SELECT (bucket - ?1) / ?3 AS b, min((max(bucket) + 1) * {SeriesTable.BucketEpisodes}, (SELECT max(row) FROM episodes)) AS r,
                    sum(sum) AS s
                FROM series WHERE metric = '{EpisodeMetrics.Length}' AND bucket BETWEEN ?1 AND ?2 GROUP BY b)
            SELECT b, r, s, end_us FROM g JOIN episodes ON row = r ORDER BY b
            """).Bind(firstBucket).Bind(lastBucket).Bind(width);
        while (rows.Step())
        {
            steps += (long)rows.Double(2);
            ends[rows.Int(0)] = new BucketEnd(rows.Int(1), steps, rows.Int(3));
        }

        return ends;
    }

    /// <summary>Steps of the first <paramref name="episodes"/> finalized episodes.</summary>
    private long StepsBefore(long episodes)
    {
        var bucket = episodes / SeriesTable.BucketEpisodes;
        using var whole = _db.Prepare($"SELECT total(sum) FROM series WHERE metric = '{EpisodeMetrics.Length}' AND bucket < ?").Bind(bucket);
        using var rest = _db.Prepare("SELECT total(last_seq - first_seq + 1) FROM episodes WHERE row > ? AND row <= ?")
            .Bind(bucket * SeriesTable.BucketEpisodes).Bind(episodes);
        return (whole.Step() ? (long)whole.Double(0) : 0) + (rest.Step() ? (long)rest.Double(0) : 0);
    }

    private readonly record struct BucketEnd(long LastRow, long Steps, long EndUs);
}
