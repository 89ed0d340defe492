using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>Copies the sound blocks of a stream: those that decode and, as far as the chain reaches, match their receipt.</summary>
internal sealed class BlockSalvage(SqliteDb db, PageRecords records, List<string> unreadable)
{
    private readonly SqliteStatement _put = db.Prepare("""
        INSERT INTO blocks (stream_id, first_seq, count, first_episode, last_episode, encoding, sealed, sha256, payload)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """);

    public List<SeqRange> Copy(long streamId, StreamKey key, IEnumerable<SalvagedBlock> candidates)
    {
        var kept = new List<SeqRange>();
        ReceiptHash? hash = new();
        long next = 1;
        foreach (var candidate in candidates.GroupBy(block => block.FirstSeq).OrderBy(group => group.Key)
            .SelectMany(group => group.OrderByDescending(block => block.Count).ThenByDescending(block => block.Place.Page)))
        {
            if (candidate.FirstSeq < next)
            {
                // An old copy of steps that are there already.
                continue;
            }

            var row = records.At(candidate.Place)!.Values;
            if (Decode(key, candidate, row) is not { } batch)
            {
                continue;
            }

            if (hash is not null && hash.Seq != candidate.FirstSeq - 1)
            {
                hash.Dispose();
                hash = null;
            }

            if (hash is not null)
            {
                var trial = hash;
                trial.Append(batch);
                if (!trial.Value.AsSpan().SequenceEqual((byte[])row[7]!))
                {
                    unreadable.Add($"Stream {key}: the steps of the block at sequence number {candidate.FirstSeq} do not match their receipt.");
                    hash.Dispose();
                    hash = null;
                    continue;
                }
            }
            else if (candidate.LastSeq % ReceiptHash.ChunkSteps == 0)
            {
                // From here on the chain can be followed again.
                hash = new ReceiptHash((byte[])row[7]!, candidate.LastSeq);
            }

            _put.Bind(streamId).Bind(candidate.FirstSeq).Bind(candidate.Count).Bind(batch.Episodes[0]).Bind(batch.Episodes[^1])
                .Bind((long)row[5]!).Bind((long)row[6]!).Bind((byte[])row[7]!).Bind((byte[])row[8]!).Run();
            if (kept.Count > 0 && kept[^1].LastSeq == candidate.FirstSeq - 1)
            {
                kept[^1] = new SeqRange(kept[^1].FirstSeq, candidate.LastSeq);
            }
            else
            {
                kept.Add(new SeqRange(candidate.FirstSeq, candidate.LastSeq));
            }

            next = candidate.LastSeq + 1;
        }

        hash?.Dispose();
        return kept;
    }

    private StepBatch? Decode(StreamKey key, SalvagedBlock block, object?[] row)
    {
        try
        {
            var batch = BlockDecoder.Decode(key, block.FirstSeq, (int)(long)row[5]!, (byte[])row[8]!);
            var wrong = batch.Validate() ?? (batch.Count == block.Count ? null : $"it holds {batch.Count} steps, its row says {block.Count}");
            if (wrong is null)
            {
                return batch;
            }

            unreadable.Add($"Stream {key}: the block at sequence number {block.FirstSeq} cannot be used: {wrong}.");
        }
        catch (BlockFormatException e)
        {
            unreadable.Add($"Stream {key}: the block at sequence number {block.FirstSeq} cannot be read: {e.Message.TrimEnd('.')}.");
        }

        return null;
    }
}
