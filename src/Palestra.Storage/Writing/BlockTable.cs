using System.IO.Compression;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// Writes the blocks of the streams. A sealed block is never written again. What is behind it lies in tail segments:
/// small blocks of which only the last is rewritten, and only while it is small, so that a commit of a few steps costs
/// the same whether the block is nearly empty or nearly full. Sealing replaces the segments by one block.
/// </summary>
internal sealed class BlockTable
{
    private readonly SqliteStatement _put;
    private readonly SqliteStatement _deleteSegments;
    private readonly BlockEncoder _encoder;
    private readonly StorageSettings _settings;

    public BlockTable(SqliteDb db, StorageSettings settings)
    {
        _settings = settings;
        _encoder = new BlockEncoder(settings.Compression switch
        {
            "smallest" => CompressionLevel.SmallestSize,
            "fastest" => CompressionLevel.Fastest,
            _ => CompressionLevel.Optimal,
        });
        _put = db.Prepare("""
            INSERT INTO blocks (stream_id, first_seq, count, first_episode, last_episode, encoding, sealed, sha256, payload)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (stream_id, first_seq) DO UPDATE SET count = excluded.count, last_episode = excluded.last_episode,
                sealed = excluded.sealed, sha256 = excluded.sha256, payload = excluded.payload
            """);
        _deleteSegments = db.Prepare("DELETE FROM blocks WHERE stream_id = ? AND first_seq > ? AND sealed = 0");
    }

    /// <summary>Bytes of payload written since the table was opened.</summary>
    public long PayloadBytes { get; private set; }

    /// <summary>Appends steps that continue the stream, sealing blocks as they fill.</summary>
    public void Append(StreamTail tail, StepBatch batch)
    {
        if (!tail.AcceptsLayoutOf(batch))
        {
            Seal(tail);
        }

        for (var done = 0; done < batch.Count;)
        {
            var room = ReceiptHash.ChunkSteps - (int)(tail.LastSeq % ReceiptHash.ChunkSteps);
            var rowBytes = Math.Max(1, StreamTail.BytesOf(batch) / batch.Count);
            var roomByBytes = (int)Math.Clamp((_settings.BlockBytes - tail.OpenBytes) / rowBytes, 1, ReceiptHash.ChunkSteps);
            var take = Math.Min(Math.Min(room, roomByBytes), batch.Count - done);
            tail.Append(StepBatches.Slice(batch, done, take));
            done += take;
            if (take == room || tail.OpenBytes >= _settings.BlockBytes)
            {
                Seal(tail);
            }
        }
    }

    /// <summary>Makes one final block of all open steps.</summary>
    public void Seal(StreamTail tail)
    {
        if (!tail.IsOpen)
        {
            return;
        }

        if (tail.Segments.Count > 1)
        {
            _deleteSegments.Bind(tail.Id).Bind(tail.OpenFirstSeq).Run();
        }

        Put(tail, StepBatches.Join([.. tail.Segments, .. tail.Pending]), sealedBlock: true);
        tail.Sealed();
    }

    /// <summary>Brings what is not yet on disk into the tail segments.</summary>
    public void Flush(StreamTail tail)
    {
        if (tail.Pending.Count == 0)
        {
            return;
        }

        if (tail.Segments.Count > 0 && tail.Segments[^1].Count < _settings.TailSteps)
        {
            tail.Pending.Insert(0, tail.Segments[^1]);
            tail.Segments.RemoveAt(tail.Segments.Count - 1);
        }

        var segment = StepBatches.Join(tail.Pending);
        Put(tail, segment, sealedBlock: false);
        tail.Segments.Add(segment);
        tail.Pending.Clear();
    }

    private void Put(StreamTail tail, StepBatch steps, bool sealedBlock)
    {
        var payload = _encoder.Encode(steps);
        _put.Bind(tail.Id).Bind(steps.FirstSeq).Bind(steps.Count).Bind(steps.Episodes[0]).Bind(steps.Episodes[^1])
            .Bind(BlockEncoder.Version).Bind(sealedBlock).Bind(tail.Receipt.Value).Bind(payload).Run();
        PayloadBytes += payload.Length;
        tail.Dirty = true;
    }
}
