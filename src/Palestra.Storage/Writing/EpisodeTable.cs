using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// Writes episode rows and the series that charts are drawn from. Episodes may be a few steps long, so their rows are
/// compact: differences instead of absolute figures, and no index; the view <c>episodes</c> shows them in full.
/// </summary>
internal sealed class EpisodeTable
{
    private readonly SqliteStatement _insert;
    private readonly SeriesTable _series;
    private readonly long _createdUs;
    private long _lastRow;

    public EpisodeTable(SqliteDb db)
    {
        _lastRow = db.Scalar("SELECT max(row) FROM episode_rows");
        _createdUs = db.Scalar("SELECT created_us FROM manifest");
        _series = new SeriesTable(db, _lastRow);
        _insert = db.Prepare("""
            INSERT INTO episode_rows (row, stream_id, episode, first_seq, length, return, flags, seed,
                start_offset_us, duration_us, metrics, initial_observation)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
    }

    public void Append(int streamId, EpisodeFinalized episode)
    {
        _insert.Bind(++_lastRow).Bind(streamId).Bind(episode.Episode).Bind(episode.FirstSeq).Bind(episode.Length).Bind(episode.Return)
            .Bind((long)RunFileFormat.FlagsOf(episode)).Bind(unchecked((long?)episode.Seed)).Bind(unchecked(episode.StartTimeUs - _createdUs))
            .Bind(unchecked(episode.EndTimeUs - episode.StartTimeUs)).Bind(EpisodeMetrics.ToJson(episode.Metrics)).Bind(episode.InitialObservationJson).Run();
        _series.Add(_lastRow, episode);
    }

    public void Flush() => _series.Flush();
}
