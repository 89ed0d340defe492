using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>Writes blocks into the file. The writer's thread alone.</summary>
internal sealed class BlockTable(SqliteDb db, BlockEncoders encoders, BlocksAhead ahead)
{
    private readonly SqliteStatement _put = db.Prepare("""
        INSERT INTO blocks (stream_id, first_seq, count, first_episode, last_episode, encoding, sealed, sha256, payload)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (stream_id, first_seq) DO UPDATE SET count = excluded.count, last_episode = excluded.last_episode,
            encoding = excluded.encoding, sealed = excluded.sealed, sha256 = excluded.sha256, payload = excluded.payload
        """);

    private readonly SqliteStatement _deleteSegments = db.Prepare("DELETE FROM blocks WHERE stream_id = ? AND first_seq > ? AND sealed = 0");

    /// <returns>Bytes of their payloads.</returns>
    public long Write(List<BlockJob> jobs)
    {
        var bytes = 0L;
        for (var i = 0; i < jobs.Count; i++)
        {
            // While another core is at this one, the next ones need not wait for it.
            for (var other = i; other < jobs.Count && !jobs[i].IsDone; other++)
            {
                jobs[other].TryExecute();
            }

            bytes += Put(jobs[i]);
        }

        return bytes;
    }

    private int Put(BlockJob job)
    {
        var row = job.Row;
        if (job.ReplacesSegments)
        {
            _deleteSegments.Bind(row.StreamId).Bind(row.FirstSeq).Run();
        }

        var payload = job.Finish();
        _put.Bind(row.StreamId).Bind(row.FirstSeq).Bind(row.Count).Bind(row.FirstEpisode).Bind(row.LastEpisode)
            .Bind(job.Encoding).Bind(row.Sealed).Bind(row.Sha256).Bind(payload.Written).Run();
        var bytes = payload.Length;
        encoders.GiveBack(payload);
        ahead.Written(job);
        return bytes;
    }
}
