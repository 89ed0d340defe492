using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>The streams of a run file: loads where each one stands and writes where it went.</summary>
internal sealed class StreamTable : IDisposable
{
    private readonly SqliteDb _db;
    private readonly SqliteStatement _put;
    private readonly Dictionary<StreamKey, StreamTail> _tails = [];

    public StreamTable(SqliteDb db)
    {
        _db = db;
        _put = db.Prepare("""
            INSERT OR REPLACE INTO streams (stream_id, agent_id, slot, last_seq, episodes, ignored_steps, ignored_episodes)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """);
        Load();
    }

    public IEnumerable<StreamTail> All => _tails.Values;

    public StreamTail? Find(StreamKey key) => _tails.GetValueOrDefault(key);

    public StreamTail Add(StreamKey key)
    {
        var tail = new StreamTail(_tails.Count + 1, key) { Dirty = true };
        _tails.Add(key, tail);
        return tail;
    }

    /// <summary>Writes the rows of streams that changed.</summary>
    public void Write(List<TailRow> rows)
    {
        foreach (var row in rows)
        {
            _put.Bind(row.Id).Bind(row.Key.AgentId).Bind(row.Key.Slot).Bind(row.LastSeq).Bind(row.Episodes)
                .Bind(row.IgnoredSteps).Bind(row.IgnoredEpisodes).Run();
        }
    }

    public void Dispose()
    {
        foreach (var tail in _tails.Values)
        {
            tail.Dispose();
        }
    }

    private void Load()
    {
        using (var rows = _db.Prepare(
            "SELECT stream_id, agent_id, slot, last_seq, episodes, ignored_steps, ignored_episodes FROM streams ORDER BY stream_id"))
        {
            while (rows.Step())
            {
                var key = new StreamKey(rows.Text(1), (int)rows.Int(2));
                _tails.Add(key, new StreamTail((int)rows.Int(0), key)
                {
                    LastSeq = rows.Int(3),
                    Episodes = rows.Int(4),
                    IgnoredSteps = rows.Int(5),
                    IgnoredEpisodes = rows.Int(6),
                });
            }
        }

        foreach (var tail in _tails.Values)
        {
            LoadTail(tail);
        }
    }

    /// <summary>Recomputes the receipt since the last chunk boundary and takes in the unsealed segments.</summary>
    private void LoadTail(StreamTail tail)
    {
        var boundary = tail.LastSeq / ReceiptHash.ChunkSteps * ReceiptHash.ChunkSteps;
        if (boundary > 0)
        {
            using var at = _db.Prepare("SELECT sha256 FROM blocks WHERE stream_id = ? AND first_seq + count - 1 = ? AND first_seq > ?")
                .Bind(tail.Id).Bind(boundary).Bind(boundary - ReceiptHash.ChunkSteps);
            if (!at.Step() || at.Blob(0).Length != ReceiptHash.SizeBytes)
            {
                throw Damaged(tail, boundary, "no block ends there");
            }

            tail.Receipt.Dispose();
            tail.Receipt = new ReceiptHash(at.Blob(0), boundary);
        }

        using var blocks = _db.Prepare(
            "SELECT first_seq, encoding, sealed, sha256, payload FROM blocks WHERE stream_id = ? AND first_seq > ? ORDER BY first_seq")
            .Bind(tail.Id).Bind(boundary);
        while (blocks.Step())
        {
            var batch = Decode(tail, blocks);
            if (batch.FirstSeq != tail.Receipt.Seq + 1)
            {
                throw Damaged(tail, batch.FirstSeq, $"sequence number {tail.Receipt.Seq + 1} should come there");
            }

            tail.Receipt.Append(batch);
            if (!blocks.Blob(3).SequenceEqual(tail.Receipt.Value))
            {
                throw Damaged(tail, batch.FirstSeq, "its steps do not match its receipt");
            }

            if (!blocks.Bool(2))
            {
                tail.Restore(batch);
            }
        }

        if (tail.Receipt.Seq != tail.LastSeq)
        {
            throw Damaged(tail, tail.Receipt.Seq + 1, $"the blocks end, but the stream goes on to {tail.LastSeq}");
        }
    }

    private StepBatch Decode(StreamTail tail, SqliteStatement row)
    {
        try
        {
            return BlockDecoder.Decode(tail.Key, row.Int(0), (int)row.Int(1), row.Blob(4));
        }
        catch (BlockFormatException e)
        {
            throw Damaged(tail, row.Int(0), e.Message);
        }
    }

    private RunFileException Damaged(StreamTail tail, long seq, string what) => new(
        $"Run file '{_db.Path}' is damaged: stream {tail.Key}, block at sequence number {seq}: {what}");
}
