using Palestra.Telemetry;

namespace Palestra.Storage;

public sealed partial class RunReader
{
    /// <summary>A page of episodes, newest first.</summary>
    /// <param name="cursor">The <see cref="EpisodePage.NextCursor"/> of the page before.</param>
    public EpisodePage Episodes(int limit, long? cursor = null) => Read(() =>
    {
        var select = EpisodeSelect.Of(_db);
        using var rows = _db.Prepare($"{select.Sql} WHERE row < ? ORDER BY row DESC LIMIT ?").Bind(cursor ?? long.MaxValue).Bind(limit);
        var page = select.Rows(rows);
        return new EpisodePage(page, page.Count > 0 && page[^1].Row > 1 ? page[^1].Row : null, LastEpisodeRow());
    });

    /// <summary>What was finalized after a row counter, oldest first: the newest <paramref name="max"/> of it.</summary>
    public EpisodesSince EpisodesSince(long row, int max) => Read(() =>
    {
        var last = LastEpisodeRow();
        var from = Math.Max(row, last - max);
        var select = EpisodeSelect.Of(_db);
        using var rows = _db.Prepare($"{select.Sql} WHERE row > ? AND row <= ? ORDER BY row").Bind(from).Bind(last);
        return new EpisodesSince(select.Rows(rows), Math.Max(0, from - row), Math.Max(row, last));
    });

    public EpisodeRow? FindEpisode(StreamKey stream, long episode) => Read(() =>
    {
        // Within a stream, row counters ascend with the episode: a binary search needs no index on disk.
        var id = StreamId(stream) ?? 0;
        using var probe = _db.Prepare(
            "SELECT row, episode FROM episode_rows WHERE row BETWEEN ? AND ? AND stream_id = ? ORDER BY row LIMIT 1");
        var (low, high) = (episode + 1, LastEpisodeRow());
        while (low <= high)
        {
            var middle = low + ((high - low) / 2);
            var found = probe.Bind(middle).Bind(high).Bind(id).Step();
            var (row, index) = found ? (probe.Int(0), probe.Int(1)) : (0, long.MaxValue);
            probe.Reset();
            if (index == episode)
            {
                var select = EpisodeSelect.Of(_db);
                using var rows = _db.Prepare($"{select.Sql} WHERE row = ?").Bind(row);
                return select.Rows(rows).FirstOrDefault();
            }

            (low, high) = index < episode ? (row + 1, high) : (low, middle - 1);
        }

        return null;
    });

    /// <summary>Rows are never removed, so the last counter is also the number of episodes.</summary>
    private long LastEpisodeRow() => _db.Scalar("SELECT max(row) FROM episode_rows");

    private double? MeanReturnOfLast(int count)
    {
        using var mean = _db.Prepare("SELECT avg(return) FROM (SELECT return FROM episode_rows ORDER BY row DESC LIMIT ?)").Bind(count);
        return mean.Step() && !mean.IsNull(0) ? mean.Double(0) : null;
    }
}
