using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>Writes episode rows and the series that charts are drawn from.</summary>
internal sealed class EpisodeTable
{
    private readonly SqliteStatement _insert;
    private readonly SeriesTable _series;
    private long _lastRow;

    public EpisodeTable(SqliteDb db)
    {
        _lastRow = db.Scalar("SELECT max(row) FROM episodes");
        _series = new SeriesTable(db, _lastRow);
        _insert = db.Prepare("""
            INSERT INTO episodes (row, stream_id, episode, first_seq, last_seq, return, terminated, truncated, seed,
                start_us, end_us, metrics, initial_observation)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
    }

    public void Append(int streamId, EpisodeFinalized episode)
    {
        _insert.Bind(++_lastRow).Bind(streamId).Bind(episode.Episode).Bind(episode.FirstSeq).Bind(episode.LastSeq).Bind(episode.Return)
            .Bind(episode.Terminated).Bind(episode.Truncated).Bind(unchecked((long?)episode.Seed)).Bind(episode.StartTimeUs)
            .Bind(episode.EndTimeUs).Bind(EpisodeMetrics.ToJson(episode.Metrics)).Bind(episode.InitialObservationJson).Run();
        _series.Add(_lastRow, episode);
    }

    public void Flush() => _series.Flush();
}
