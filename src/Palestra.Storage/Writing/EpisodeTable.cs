using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// Writes episode rows and the series that charts are drawn from. Episodes may be a few steps long, so their rows are
/// compact: differences instead of absolute figures, metrics without their names, and no index; the view
/// <c>episodes</c> shows them in full.
/// </summary>
internal sealed class EpisodeTable
{
    private readonly SqliteDb _db;
    private readonly SeriesTable _series;
    private readonly List<string> _metrics;
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly long _createdUs;
    private SqliteStatement _insert;
    private double?[] _values = [];
    private long _lastRow;

    public EpisodeTable(SqliteDb db)
    {
        _db = db;
        _lastRow = db.Scalar("SELECT max(row) FROM episode_rows");
        _createdUs = db.Scalar("SELECT created_us FROM manifest");
        _series = new SeriesTable(db, _lastRow);
        _metrics = MetricColumns.Load(db);
        _insert = Prepare();
    }

    public void Append(int streamId, EpisodeFinalized episode)
    {
        var more = Sort(episode.Metrics);
        _insert.Bind(++_lastRow).Bind(streamId).Bind(episode.Episode).Bind(episode.FirstSeq).Bind(episode.Length).Bind(episode.Return)
            .Bind((long)RunFileFormat.FlagsOf(episode)).Bind(unchecked((long?)episode.Seed)).Bind(unchecked(episode.StartTimeUs - _createdUs))
            .Bind(unchecked(episode.EndTimeUs - episode.StartTimeUs)).Bind(episode.InitialObservationJson).Bind(EpisodeMetrics.ToJson(more));
        foreach (var value in _values)
        {
            _ = value switch
            {
                null => _insert.BindNull(),
                double.NaN => _insert.Bind(MetricColumns.NotANumber),
                { } number => _insert.Bind(number),
            };
        }

        _insert.Run();
        _series.Add(_lastRow, episode);
    }

    public void Flush() => _series.Flush();

    /// <summary>Puts the metrics in the order of their columns.</summary>
    /// <returns>Those that have no column, or <c>null</c>.</returns>
    private List<KeyValuePair<string, double>>? Sort(IReadOnlyDictionary<string, double> metrics)
    {
        List<KeyValuePair<string, double>>? more = null;
        Array.Clear(_values);
        foreach (var metric in metrics)
        {
            if (_indexes.TryGetValue(metric.Key, out var index) || TryAdd(metric.Key, out index))
            {
                _values[index] = metric.Value;
            }
            else
            {
                (more ??= []).Add(metric);
            }
        }

        return more;
    }

    private bool TryAdd(string name, out int index)
    {
        index = _metrics.Count;
        if (index == MetricColumns.Most)
        {
            return false;
        }

        MetricColumns.Add(_db, _metrics, name);
        _insert.Dispose();
        var before = _values;
        _insert = Prepare();
        before.CopyTo(_values, 0);
        return true;
    }

    private SqliteStatement Prepare()
    {
        _values = new double?[_metrics.Count];
        for (var i = 0; i < _metrics.Count; i++)
        {
            _indexes[_metrics[i]] = i;
        }

        var columns = string.Concat(_metrics.Select((_, i) => $", {MetricColumns.Of(i)}"));
        var places = string.Concat(_metrics.Select(_ => ", ?"));
        return _db.Prepare($"""
            INSERT INTO episode_rows (row, stream_id, episode, first_seq, length, return, flags, seed,
                start_offset_us, duration_us, initial_observation, more_metrics{columns})
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?{places})
            """);
    }
}
