using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>Reads whole episode rows, with the metric columns that the file has at this moment.</summary>
internal sealed class EpisodeSelect
{
    private const int FirstMetric = 14;

    private readonly List<string> _metrics;
    private readonly long _createdUs;

    private EpisodeSelect(List<string> metrics, long createdUs)
    {
        _metrics = metrics;
        _createdUs = createdUs;
        Sql = $"""
            SELECT row, agent_id, slot, episode, first_seq, length, return, flags, seed, start_offset_us, duration_us,
                initial_observation, more_metrics, stream_id{string.Concat(metrics.Select((_, i) => $", {MetricColumns.Of(i)}"))}
            FROM episode_rows JOIN streams USING (stream_id)
            """;
    }

    /// <summary>Up to the FROM clause, inclusive.</summary>
    public string Sql { get; }

    public static EpisodeSelect Of(SqliteDb db) => new(MetricColumns.Load(db), db.Scalar("SELECT created_us FROM manifest"));

    public List<EpisodeRow> Rows(SqliteStatement rows)
    {
        var episodes = new List<EpisodeRow>();
        while (rows.Step())
        {
            var flags = (StepFlags)rows.Int(7);
            var startUs = unchecked(_createdUs + rows.Int(9));
            episodes.Add(new EpisodeRow(rows.Int(0), new EpisodeFinalized
            {
                Stream = new StreamKey(rows.Text(1), (int)rows.Int(2)),
                Episode = rows.Int(3),
                FirstSeq = rows.Int(4),
                LastSeq = unchecked(rows.Int(4) + rows.Int(5) - 1),
                Return = rows.Double(6),
                Terminated = flags.HasFlag(StepFlags.Terminated),
                Truncated = flags.HasFlag(StepFlags.Truncated),
                Seed = unchecked((ulong?)rows.IntOrNull(8)),
                StartTimeUs = startUs,
                EndTimeUs = unchecked(startUs + rows.Int(10)),
                Metrics = Metrics(rows),
                InitialObservationJson = rows.TextOrNull(11),
            }));
        }

        return episodes;
    }

    private Dictionary<string, double> Metrics(SqliteStatement rows)
    {
        var metrics = new Dictionary<string, double>(_metrics.Count, StringComparer.Ordinal);
        for (var i = 0; i < _metrics.Count; i++)
        {
            if (!rows.IsNull(FirstMetric + i))
            {
                metrics[_metrics[i]] = rows.IsNumber(FirstMetric + i) ? rows.Double(FirstMetric + i) : double.NaN;
            }
        }

        EpisodeMetrics.AddFromJson(rows.TextOrNull(12), metrics);
        return metrics;
    }
}
