using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>Goes through the blocks of one stream, once, in order.</summary>
internal sealed class StreamVerifier(RunReader reader, StreamKey stream, List<string> problems) : IDisposable
{
    private readonly EpisodeVerifier _episodes = new(stream, problems);
    private ReceiptHash? _hash = new();
    private byte[] _soundReceipt = new byte[ReceiptHash.SizeBytes];
    private bool _sound = true;
    private long _next = 1;
    private long _first;
    private long _count;
    private long _gaps;
    private long _duplicates;

    /// <summary>Episode rows that are there.</summary>
    public long Episodes => _episodes.Count;

    public VerifiedStream Run()
    {
        try
        {
            _episodes.Load(reader.EpisodeRowsOf(stream));
            BlockHeader? before = null;
            foreach (var block in reader.BlockHeaders(stream))
            {
                Check(block, before);
                before = block;
            }
        }
        catch (Exception e) when (e is RunFileException or FormatException or System.Text.Json.JsonException)
        {
            Bad(_next, e.Message);
        }

        _episodes.Finish(_next - 1, _sound);
        return new VerifiedStream(
            stream.AgentId, stream.Slot, _first, _next - 1, _count, _gaps, _duplicates, Convert.ToHexStringLower(_soundReceipt));
    }

    public void Dispose() => _hash?.Dispose();

    private void Check(BlockHeader block, BlockHeader? before)
    {
        if (_first == 0)
        {
            _first = block.FirstSeq;
        }

        if (block.FirstSeq > _next)
        {
            _gaps += block.FirstSeq - _next;
            Bad(_next, $"steps {_next} to {block.FirstSeq - 1} are missing");
        }
        else if (block.FirstSeq < _next)
        {
            _duplicates += Math.Min(_next, block.LastSeq + 1) - block.FirstSeq;
            Bad(block.FirstSeq, $"it repeats steps that came before, up to {Math.Min(_next - 1, block.LastSeq)}");
        }

        Rejoin(block, before);
        var batch = Decode(block);
        if (batch is not null && Hash(block, batch))
        {
            _count += batch.Count;
            _episodes.Check(batch);
        }
        else
        {
            _gaps += block.Count;
        }

        _next = Math.Max(_next, block.LastSeq + 1);
    }

    /// <summary>Beyond a bad block the receipt can be taken up again where the chain has a stored link.</summary>
    private void Rejoin(BlockHeader block, BlockHeader? before)
    {
        if (_hash is null && before is { } link && link.LastSeq == block.FirstSeq - 1
            && link.LastSeq % ReceiptHash.ChunkSteps == 0 && link.Sha256.Length == ReceiptHash.SizeBytes)
        {
            _hash = new ReceiptHash(link.Sha256, link.LastSeq);
        }
    }

    private StepBatch? Decode(BlockHeader block)
    {
        try
        {
            var batch = reader.DecodeBlock(stream, block.FirstSeq);
            var wrong = batch.Validate()
                ?? (batch.Count == block.Count ? null : $"it holds {batch.Count} steps, its row says {block.Count}")
                ?? (batch.Episodes[0] == block.FirstEpisode && batch.Episodes[^1] == block.LastEpisode
                    ? null
                    : "its row names other episodes than its steps");
            if (wrong is null)
            {
                return batch;
            }

            Bad(block.FirstSeq, wrong);
        }
        catch (RunFileException e)
        {
            Bad(block.FirstSeq, e.InnerException is BlockFormatException inner ? inner.Message : e.Message);
        }

        return null;
    }

    private bool Hash(BlockHeader block, StepBatch batch)
    {
        if (_hash is null)
        {
            // Decoded well, but what came before it is unknown: its place in the chain cannot be checked.
            return true;
        }

        if (_hash.Seq != batch.FirstSeq - 1)
        {
            _hash = null;
            return true;
        }

        _hash.Append(batch);
        if (_hash.Value.AsSpan().SequenceEqual(block.Sha256))
        {
            if (_sound)
            {
                _soundReceipt = _hash.Value;
            }

            return true;
        }

        Bad(block.FirstSeq, "its steps do not match its receipt");
        return false;
    }

    private void Bad(long seq, string what)
    {
        if (_sound)
        {
            problems.Add($"Stream {stream}: the first bad block is the one at sequence number {seq}: {what.TrimEnd('.')}.");
        }

        _sound = false;
        _episodes.Interrupt();
        _hash?.Dispose();
        _hash = null;
    }
}

/// <summary>A block without its payload.</summary>
internal readonly record struct BlockHeader(long FirstSeq, int Count, long FirstEpisode, long LastEpisode, byte[] Sha256)
{
    public long LastSeq => FirstSeq + Count - 1;
}
