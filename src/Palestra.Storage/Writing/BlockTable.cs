using System.IO.Compression;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// Writes the blocks of the streams. A sealed block is never written again. What is behind it lies in tail segments:
/// small blocks of which only the last is rewritten, and only while it is small, so that a commit of a few steps costs
/// the same whether the block is nearly empty or nearly full. Sealing replaces the segments by one block.
/// </summary>
internal sealed class BlockTable : IDisposable
{
    private readonly SqliteStatement _put;
    private readonly SqliteStatement _deleteSegments;
    private readonly BlockEncoder _encoder;
    private readonly StorageSettings _settings;
    private readonly CompressionLevel _level;
    private readonly Queue<BlockJob> _jobs = [];
    private readonly Stack<BlockJob> _idle = [];
    private bool _hurry;

    public BlockTable(SqliteDb db, StorageSettings settings)
    {
        _settings = settings;
        _level = settings.Compression switch
        {
            "smallest" => CompressionLevel.SmallestSize,
            "fastest" => CompressionLevel.Fastest,
            _ => CompressionLevel.Optimal,
        };
        _encoder = new BlockEncoder(_level) { WidestDeltaRowBytes = settings.DeltaRowBytes };
        _put = db.Prepare("""
            INSERT INTO blocks (stream_id, first_seq, count, first_episode, last_episode, encoding, sealed, sha256, payload)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (stream_id, first_seq) DO UPDATE SET count = excluded.count, last_episode = excluded.last_episode,
                encoding = excluded.encoding, sealed = excluded.sealed, sha256 = excluded.sha256, payload = excluded.payload
            """);
        _deleteSegments = db.Prepare("DELETE FROM blocks WHERE stream_id = ? AND first_seq > ? AND sealed = 0");
    }

    /// <summary>Bytes of payload written since the table was opened.</summary>
    public long PayloadBytes { get; private set; }

    /// <summary>A transaction begins. Many steps at once are a sign that the disk does not keep up.</summary>
    /// <param name="steps">How many it holds, at most.</param>
    public void Begin(long steps) => _hurry = _settings.Compression switch
    {
        "fastest" => true,
        "adaptive" => steps >= _settings.HurrySteps,
        _ => false,
    };

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

        StepBatch[] parts = [.. tail.Segments, .. tail.Pending];
        var row = BlockRow.Of(tail, parts, isSealed: true);
        var isLarge = tail.OpenBytes > _settings.AheadBytes;
        tail.Sealed();
        tail.Dirty = true;
        if (isLarge)
        {
            _encoder.Encode(parts, _hurry);
            Put(row, _encoder);
            return;
        }

        if (_jobs.Count == _settings.BlocksAhead)
        {
            PutOldest();
        }

        var job = _idle.TryPop(out var idle) ? idle : new BlockJob(_level, _settings.DeltaRowBytes);
        job.Begin(row, parts, _hurry);
        _jobs.Enqueue(job);
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
        _encoder.Encode(segment, _hurry);
        Put(BlockRow.Of(tail, [segment], isSealed: false), _encoder);
        tail.Dirty = true;
        tail.Segments.Add(segment);
        tail.Pending.Clear();
    }

    /// <summary>Puts the sealed blocks that are still being encoded into the file: call it before the transaction ends.</summary>
    public void Drain()
    {
        while (_jobs.Count > 0)
        {
            PutOldest();
        }
    }

    public void Dispose()
    {
        foreach (var job in _jobs.Concat(_idle))
        {
            job.Dispose();
        }
    }

    private void PutOldest()
    {
        // While another core is at the oldest, the next ones need not wait for it.
        foreach (var other in _jobs)
        {
            if (_jobs.Peek().IsDone)
            {
                break;
            }

            other.TryExecute();
        }

        var job = _jobs.Dequeue();
        _idle.Push(job);
        Put(job.Row, job.Finish());
    }

    private void Put(BlockRow row, BlockEncoder encoded)
    {
        _put.Bind(row.StreamId).Bind(row.FirstSeq).Bind(row.Count).Bind(row.FirstEpisode).Bind(row.LastEpisode)
            .Bind(encoded.Encoding).Bind(row.Sealed).Bind(row.Sha256).Bind(encoded.Payload).Run();
        PayloadBytes += encoded.Payload.Length;
    }
}
