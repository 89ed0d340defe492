using Palestra.Telemetry;

namespace Palestra.Storage;

public sealed partial class RunReader
{
    private SqliteStatement? _blockAt;

    /// <summary>
    /// Steps of a stream in order, at most <paramref name="max"/>, in batches of no particular size. Steps that are
    /// missing are skipped over, which shows in the sequence numbers. May be enumerated while the run goes on.
    /// </summary>
    /// <param name="fromSeq">First sequence number wanted, from 1.</param>
    public IEnumerable<StepBatch> ReadSteps(StreamKey stream, long fromSeq, int max)
    {
        if (Read(() => StreamId(stream)) is not { } id)
        {
            yield break;
        }

        var next = Math.Max(1, fromSeq);
        var left = max;
        while (left > 0 && Read(() => BlockFrom(id, stream, next)) is { } block)
        {
            var skip = (int)Math.Max(0, next - block.FirstSeq);
            var take = Math.Min(left, block.Count - skip);
            yield return StepBatches.Slice(block, skip, take);
            next = block.FirstSeq + skip + take;
            left -= take;
        }
    }

    /// <summary>One step with its place; <c>null</c> when there is none.</summary>
    public StepBatch? FindStep(StreamKey stream, long seq) =>
        ReadSteps(stream, seq, 1).FirstOrDefault() is { } found && found.FirstSeq == seq ? found : null;

    private long? StreamId(StreamKey stream)
    {
        using var row = _db.Prepare("SELECT stream_id FROM streams WHERE agent_id = ? AND slot = ?").Bind(stream.AgentId).Bind(stream.Slot);
        return row.Step() ? row.Int(0) : null;
    }

    /// <summary>The block that holds a sequence number, or else the next one.</summary>
    private StepBatch? BlockFrom(long streamId, StreamKey stream, long seq)
    {
        // Looked up anew for each block: between two of them the writer may have sealed the tail.
        _blockAt ??= _db.Prepare("""
            SELECT first_seq, count, encoding, payload FROM blocks WHERE stream_id = ?1 AND first_seq >= coalesce(
                (SELECT first_seq FROM blocks WHERE stream_id = ?1 AND first_seq <= ?2 ORDER BY first_seq DESC LIMIT 1), 0)
            ORDER BY first_seq LIMIT 2
            """);
        try
        {
            _blockAt.Bind(streamId).Bind(seq);
            while (_blockAt.Step())
            {
                if (_blockAt.Int(0) + _blockAt.Int(1) > seq)
                {
                    return BlockDecoder.Decode(stream, _blockAt.Int(0), (int)_blockAt.Int(2), _blockAt.Blob(3));
                }
            }

            return null;
        }
        catch (BlockFormatException e)
        {
            throw Damaged(stream, _blockAt.Int(0), e);
        }
        finally
        {
            _blockAt.Reset();
        }
    }

    private RunFileException Damaged(StreamKey stream, long firstSeq, BlockFormatException e) =>
        new($"Run file '{_db.Path}' is damaged: stream {stream}, block at sequence number {firstSeq}: {e.Message}", e);
}
