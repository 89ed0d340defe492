using Palestra.Telemetry;

namespace Palestra.Storage;

/// <content>What <see cref="RunVerifier"/> needs to see of a file that may be damaged anywhere.</content>
public sealed partial class RunReader
{
    /// <returns><c>null</c>, or SQLite's first complaint about the structure of the file.</returns>
    internal string? QuickCheck()
    {
        try
        {
            var answer = _db.Text("PRAGMA quick_check(1)");
            return answer == "ok" ? null : answer.Replace('\n', ' ');
        }
        catch (SqliteException e)
        {
            return e.Message;
        }
    }

    internal IReadOnlyList<BlockHeader> BlockHeaders(StreamKey stream) => Read(() =>
    {
        var headers = new List<BlockHeader>();
        using var rows = _db.Prepare("""
            SELECT first_seq, count, first_episode, last_episode, sha256 FROM blocks
            WHERE stream_id = ? ORDER BY first_seq
            """).Bind(StreamId(stream) ?? 0);
        while (rows.Step())
        {
            headers.Add(new BlockHeader(
                rows.Int(0), (int)Math.Clamp(rows.Int(1), 0, StepBatch.MaxCount), rows.Int(2), rows.Int(3), rows.Blob(4).ToArray()));
        }

        return headers;
    });

    internal StepBatch DecodeBlock(StreamKey stream, long firstSeq) => Read(() =>
    {
        using var row = _db.Prepare("SELECT encoding, payload FROM blocks WHERE stream_id = ? AND first_seq = ?")
            .Bind(StreamId(stream) ?? 0).Bind(firstSeq);
        try
        {
            return row.Step()
                ? BlockDecoder.Decode(stream, firstSeq, (int)row.Int(0), row.Blob(1))
                : throw new RunFileException("The block is not found by its key.");
        }
        catch (BlockFormatException e)
        {
            throw new RunFileException(e.Message, e);
        }
    });

    [NotTunable("How much is read at once: the rows are the same for every value.")]
    internal IEnumerable<EpisodeFinalized> EpisodeRowsOf(StreamKey stream)
    {
        const int AtOnce = 1000;
        for (var after = 0L; ;)
        {
            var page = Read(() =>
            {
                var select = EpisodeSelect.Of(_db);
                using var rows = _db.Prepare($"{select.Sql} WHERE row > ? AND stream_id = ? ORDER BY row LIMIT {AtOnce}")
                    .Bind(after).Bind(StreamId(stream) ?? 0);
                return select.Rows(rows);
            });
            foreach (var row in page)
            {
                yield return row.Episode;
            }

            if (page.Count < AtOnce)
            {
                yield break;
            }

            after = page[^1].Row;
        }
    }
}
