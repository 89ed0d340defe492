using System.Globalization;

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
    /// beyond the range asked for. <c>steps_per_second</c> is steps over wall time, never over less than 250 ms.
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
        List<SeriesCell> cells;
        if (metric == EpisodeMetrics.StepsPerSecond)
        {
            var from = RowBefore(first) is var before and > 0 ? before : 0;
            cells = EpisodeCells("NULL", from, last);
            cells = StepRates.Of(cells, (int)(first - from), EndOf(from), width);
        }
        else
        {
            cells = EpisodeCells(ValueOf(metric), first, last);
        }

        return SeriesCell.Points(cells, first, 1, width, StepsBefore(first));
    }

    private List<SeriesPoint> FromBuckets(string metric, long firstBucket, long lastBucket, int points)
    {
        var width = ((lastBucket - firstBucket) / points) + 1;
        List<SeriesCell> cells;
        if (metric == EpisodeMetrics.StepsPerSecond)
        {
            var from = RowBefore(firstBucket * SeriesTable.BucketEpisodes) / SeriesTable.BucketEpisodes;
            cells = BucketCells(metric, from, lastBucket);
            cells = StepRates.Of(cells, (int)(firstBucket - from), EndOf(from * SeriesTable.BucketEpisodes), width);
        }
        else
        {
            cells = BucketCells(metric, firstBucket, lastBucket);
        }

        return SeriesCell.Points(
            cells, firstBucket * SeriesTable.BucketEpisodes, SeriesTable.BucketEpisodes, width, StepsBefore(firstBucket * SeriesTable.BucketEpisodes));
    }

    /// <summary>SQL of a metric in <c>episode_rows</c>.</summary>
    private string ValueOf(string metric)
    {
        if (metric is EpisodeMetrics.Return or EpisodeMetrics.Length)
        {
            return metric;
        }

        var index = MetricColumns.Load(_db).IndexOf(metric);
        return index >= 0 ? MetricColumns.Of(index) : $"more_metrics ->> '{metric.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    /// <param name="value">SQL; what is no finite number counts as no value.</param>
    private List<SeriesCell> EpisodeCells(string value, long first, long last)
    {
        var cells = new List<SeriesCell>((int)(last - first + 1));
        var createdUs = _db.Scalar("SELECT created_us FROM manifest");
        using var rows = _db.Prepare(
            $"SELECT row, length, start_offset_us + duration_us, {value} FROM episode_rows WHERE row BETWEEN ? AND ? ORDER BY row")
            .Bind(first + 1).Bind(last + 1);
        while (rows.Step())
        {
            var number = rows.IsNumber(3) ? rows.Double(3) : double.NaN;
            cells.Add(new SeriesCell(
                rows.Int(0), rows.Int(1), createdUs + rows.Int(2), 1, double.IsFinite(number) ? 1 : 0, number, number, number, number));
        }

        return cells;
    }

    /// <summary>Reads no episode but the last of each bucket, to know when it ended.</summary>
    private List<SeriesCell> BucketCells(string metric, long firstBucket, long lastBucket)
    {
        var cells = new List<SeriesCell>((int)(lastBucket - firstBucket + 1));
        var createdUs = _db.Scalar("SELECT created_us FROM manifest");
        using var rows = _db.Prepare(string.Create(CultureInfo.InvariantCulture, $"""
            SELECT e.row, l.sum, e.start_offset_us + e.duration_us, l.count, m.count, m.min, m.max, m.sum, m.last
            FROM series l LEFT JOIN series m ON m.metric = ? AND m.bucket = l.bucket
            JOIN episode_rows e ON e.row = min((l.bucket + 1) * {SeriesTable.BucketEpisodes}, ?)
            WHERE l.metric = '{EpisodeMetrics.Length}' AND l.bucket BETWEEN ? AND ? ORDER BY l.bucket
            """)).Bind(metric).Bind(LastEpisodeRow()).Bind(firstBucket).Bind(lastBucket);
        while (rows.Step())
        {
            cells.Add(new SeriesCell(
                rows.Int(0), (long)rows.Double(1), createdUs + rows.Int(2), rows.Int(3), rows.Int(4),
                rows.Double(5), rows.Double(6), rows.Double(7), rows.Double(8)));
        }

        return cells;
    }

    /// <summary>Steps of the first <paramref name="episodes"/> finalized episodes.</summary>
    private long StepsBefore(long episodes)
    {
        var bucket = episodes / SeriesTable.BucketEpisodes;
        using var whole = _db.Prepare($"SELECT total(sum) FROM series WHERE metric = '{EpisodeMetrics.Length}' AND bucket < ?").Bind(bucket);
        using var rest = _db.Prepare("SELECT total(length) FROM episode_rows WHERE row > ? AND row <= ?")
            .Bind(bucket * SeriesTable.BucketEpisodes).Bind(episodes);
        return (whole.Step() ? (long)whole.Double(0) : 0) + (rest.Step() ? (long)rest.Double(0) : 0);
    }

    /// <summary>The last row that ended a rate's window before another one did; 0 when there is none.</summary>
    private long RowBefore(long row)
    {
        using var found = _db.Prepare($"""
            SELECT row FROM episode_rows WHERE row < ?1 AND start_offset_us + duration_us <=
                (SELECT start_offset_us + duration_us FROM episode_rows WHERE row = ?1) - {StepRates.WindowUs}
            ORDER BY row DESC LIMIT 1
            """).Bind(row);
        return found.Step() ? found.Int(0) : 0;
    }

    /// <summary>When a row's episode ended; for row 0, when the first one began.</summary>
    private long EndOf(long row)
    {
        using var found = _db.Prepare(
            "SELECT (SELECT created_us FROM manifest) + start_offset_us + (CASE WHEN ?1 > 0 THEN duration_us ELSE 0 END) FROM episode_rows WHERE row = max(1, ?1)")
            .Bind(row);
        return found.Step() ? found.Int(0) : 0;
    }
}
