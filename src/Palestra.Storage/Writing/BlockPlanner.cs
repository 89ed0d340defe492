using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// Cuts streams into blocks. A sealed block is never written again. What is behind it lies in tail segments: small blocks
/// of which only the last is rewritten, and only while it is small, so that a commit of a few steps costs the same whether
/// the block is nearly empty or nearly full. Sealing replaces the segments by one block. One thread at a time.
/// </summary>
internal sealed class BlockPlanner(StorageSettings settings, BlockEncoders encoders, BlocksAhead ahead)
{
    /// <summary>Larger blocks are encoded in their turn: their encoders take many times their bytes.</summary>
    [NotTunable("How the setting ahead_bytes is meant: a room for several blocks.")]
    private const int LeastBlocksAhead = 8;

    private CommitPlan _plan = new(0);
    private bool _hurry;

    /// <summary>A transaction begins. Many steps at once are a sign that the disk does not keep up.</summary>
    /// <param name="steps">How many it holds, at most.</param>
    public void Begin(CommitPlan plan, long steps)
    {
        _plan = plan;
        _hurry = settings.Compression switch
        {
            "fastest" => true,
            "adaptive" => steps >= settings.HurrySteps,
            _ => false,
        };
    }

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
            var roomByBytes = (int)Math.Clamp((settings.BlockBytes - tail.OpenBytes) / rowBytes, 1, ReceiptHash.ChunkSteps);
            var take = Math.Min(Math.Min(room, roomByBytes), batch.Count - done);
            tail.Append(StepBatches.Slice(batch, done, take));
            done += take;
            if (take == room || tail.OpenBytes >= settings.BlockBytes)
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

        StepBatch[] parts = [.. tail.Segments, .. tail.Pending];
        var job = new BlockJob(BlockRow.Of(tail, parts, isSealed: true), parts, _hurry, encoders)
        {
            ReplacesSegments = tail.Segments.Count > 1,
            Bytes = tail.OpenBytes,
        };
        _plan.Blocks.Add(job);
        if (job.Bytes <= settings.AheadBytes / LeastBlocksAhead)
        {
            ahead.Add(job);
        }

        tail.Sealed();
        tail.Dirty = true;
    }

    /// <summary>Brings what is not yet on disk into the tail segments.</summary>
    public void Flush(StreamTail tail)
    {
        if (tail.Pending.Count == 0)
        {
            return;
        }

        if (tail.Segments.Count > 0 && tail.Segments[^1].Count < settings.TailSteps)
        {
            tail.Pending.Insert(0, tail.Segments[^1]);
            tail.Segments.RemoveAt(tail.Segments.Count - 1);
        }

        var segment = StepBatches.Join(tail.Pending);
        _plan.Blocks.Add(new BlockJob(BlockRow.Of(tail, [segment], isSealed: false), [segment], _hurry, encoders));
        tail.Dirty = true;
        tail.Segments.Add(segment);
        tail.Pending.Clear();
    }
}
