namespace Palestra.Storage;

public sealed partial class RunReader
{
    /// <summary>Metrics that <see cref="Series"/> knows: the episode's own, then the learner's.</summary>
    public IReadOnlyList<string> Metrics() => Read(() =>
    {
        var metrics = new List<string> { EpisodeMetrics.Return, EpisodeMetrics.Length, EpisodeMetrics.StepsPerSecond };
        using var rows = _db.Prepare("SELECT DISTINCT metric FROM series ORDER BY metric");
        while (rows.Step())
        {
            if (!EpisodeMetrics.IsBuiltIn(rows.Text(0)))
            {
                metrics.Add(rows.Text(0));
            }
        }

        return metrics;
    });

    /// <summary>
    /// A metric over the episodes, at most <paramref name="points"/> buckets of equal size; empty for an unknown metric.
    /// Wide buckets are multiples of 256 episodes at fixed places, so the outer ones may reach up to 255 episodes
    /// beyond the range asked for. A mean of <c>steps_per_second</c> is steps over time.
    /// </summary>
    /// <param name="fromEpisode">First x wanted, 0-based; <c>null</c> is the first there is.</param>
    /// <param name="toEpisode">Last x wanted, inclusive; <c>null</c> is the last there is.</param>
    public Series Series(string metric, int points, long? fromEpisode = null, long? toEpisode = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        return Read(() =>
        {
            var first = Math.Max(0, fromEpisode ?? 0);
            var last = Math.Min(toEpisode ?? long.MaxValue, LastEpisodeRow() - 1);
            var total = Math.Max(0, last - first + 1);
            if (total == 0)
            {
                return new Series(metric, [], 0);
            }

            var width = ((total - 1) / points) + 1;
            var found = width < SeriesTable.BucketEpisodes
                ? FromEpisodes(metric, first, last, width)
                : FromBuckets(metric, first / SeriesTable.BucketEpisodes, last / SeriesTable.BucketEpisodes, points);
            return new Series(metric, found, total);
        });
    }

    private List<SeriesPoint> FromEpisodes(string metric, long first, long last, long width)
    {
        var (value, sum, weight) = metric switch
        {
            EpisodeMetrics.Return => ("return", "return", "1"),
            EpisodeMetrics.Length => ("length", "length", "1"),
            EpisodeMetrics.StepsPerSecond => (
                "CASE WHEN duration_us > 0 THEN length * 1e6 / duration_us END",
                "length",
                "duration_us / 1e6"),
            _ => ("CASE WHEN typeof(metrics ->> ?5) IN ('real', 'integer') THEN metrics ->> ?5 END", "metrics ->> ?5", "1"),
        };

        using var rows = _db.Prepare($"""
            WITH e AS NOT MATERIALIZED (SELECT row, {value} AS v, {sum} AS s, {weight} AS w FROM episode_rows WHERE row BETWEEN ?1 AND ?2),
            g AS (
                SELECT (row - ?3) / ?4 AS b, count(v) AS n, min(v) AS lo, max(v) AS hi,
                    sum(CASE WHEN v IS NOT NULL THEN s END) AS s, sum(CASE WHEN v IS NOT NULL THEN w END) AS w,
                    max(CASE WHEN v IS NOT NULL THEN row END) AS r
                FROM e GROUP BY b)
            SELECT b, n, lo, hi, s * 1.0 / w, (SELECT v FROM e WHERE e.row = g.r) FROM g WHERE n > 0 ORDER BY b
            """).Bind(first + 1).Bind(last + 1).Bind(first + 1).Bind(width);
        if (!EpisodeMetrics.IsBuiltIn(metric))
        {
            rows.Bind(metric);
        }

        return Points(rows, first, width, EndsOfEpisodes(first, last, width));
    }

    private List<SeriesPoint> FromBuckets(string metric, long firstBucket, long lastBucket, int points)
    {
        var width = ((lastBucket - firstBucket) / points) + 1;
        using var rows = _db.Prepare("""
            WITH g AS (
                SELECT (bucket - ?2) / ?4 AS b, sum(count) AS n, min(min) AS lo, max(max) AS hi, sum(sum) AS s, sum(weight) AS w,
                    max(bucket) AS r
                FROM series WHERE metric = ?1 AND bucket BETWEEN ?2 AND ?3 GROUP BY b)
            SELECT b, n, lo, hi, s / w, (SELECT last FROM series WHERE metric = ?1 AND bucket = g.r) FROM g ORDER BY b
            """).Bind(metric).Bind(firstBucket).Bind(lastBucket).Bind(width);
        return Points(
            rows, firstBucket * SeriesTable.BucketEpisodes, width * SeriesTable.BucketEpisodes, EndsOfBuckets(firstBucket, lastBucket, width));
    }

    private static List<SeriesPoint> Points(SqliteStatement rows, long first, long width, Dictionary<long, BucketEnd> ends)
    {
        var points = new List<SeriesPoint>();
        while (rows.Step())
        {
            var end = ends[rows.Int(0)];
            points.Add(new SeriesPoint(
                first + (rows.Int(0) * width), rows.Int(1), rows.Double(2), rows.Double(3), rows.Double(4), rows.Double(5),
                end.LastRow, end.Steps, end.EndUs));
        }

        return points;
    }
}
