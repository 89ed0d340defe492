using Palestra.Telemetry;

namespace Palestra.Storage;

public sealed partial class RunReader
{
    private const int BlocksAtATime = 64;

    /// <summary>
    /// A number of each step over the sequence numbers of a stream, at most <paramref name="points"/> buckets of equal
    /// width. Buckets whose steps are all missing, or hold no finite number, are left out (P-GAP).
    /// </summary>
    /// <param name="value">Which number: <see cref="StepValue.TryParse"/>.</param>
    /// <param name="fromSeq">First sequence number wanted; <c>null</c> is the first there is.</param>
    /// <param name="toSeq">Last one wanted, inclusive; <c>null</c> is the last there is.</param>
    public StepSeries StepSeries(StreamKey stream, StepValue value, int points, long? fromSeq = null, long? toSeq = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        var last = Math.Min(toSeq ?? long.MaxValue, Streams().FirstOrDefault(row => row.Stream == stream)?.LastSeq ?? 0);
        var first = Math.Max(1, fromSeq ?? 1);
        var total = Math.Max(0, last - first + 1);
        var width = total == 0 ? 1 : ((total - 1) / points) + 1;
        var found = new List<StepSeriesPoint>();
        var bucket = new StepBucket();
        var end = first - 1;
        foreach (var (blockSeq, values, times) in ValuesOf(stream, value, first, last))
        {
            for (var i = (int)Math.Max(0, first - blockSeq); i < values.Length && blockSeq + i <= last; i++)
            {
                var seq = blockSeq + i;
                if (seq > end)
                {
                    bucket.AddTo(found);
                    bucket = new StepBucket { FirstSeq = first + ((seq - first) / width * width) };
                    end = bucket.FirstSeq + width - 1;
                }

                bucket.Add(seq, values[i], times[i]);
            }
        }

        bucket.AddTo(found);
        return new StepSeries(stream, value.ToString(), found, total);
    }

    /// <summary>
    /// The blocks from <paramref name="first"/> to <paramref name="last"/> in order, some at a time: unpacking them is
    /// nearly all of the work, so all cores take part in it, and no statement stays open long enough to hold up a checkpoint.
    /// </summary>
    private IEnumerable<BlockNumbers> ValuesOf(StreamKey stream, StepValue value, long first, long last)
    {
        if (Read(() => StreamId(stream)) is not { } id)
        {
            yield break;
        }

        var next = first;
        while (next <= last && Read(() => PackedBlocks(id, next, last)) is { Count: > 0 } packed)
        {
            var unpacked = new BlockNumbers[packed.Count];
            try
            {
                Parallel.For(0, packed.Count, i => unpacked[i] = Unpack(stream, packed[i], value));
            }
            catch (AggregateException e) when (e.InnerExceptions.OfType<RunFileException>().FirstOrDefault() is { } damaged)
            {
                throw new RunFileException(damaged.Message, damaged);
            }

            foreach (var block in unpacked)
            {
                yield return block;
            }

            next = unpacked[^1].FirstSeq + unpacked[^1].Values.Length;
        }
    }

    private List<PackedBlock> PackedBlocks(long streamId, long first, long last)
    {
        using var rows = _db.Prepare("""
            SELECT first_seq, encoding, payload FROM blocks WHERE stream_id = ?1 AND first_seq + count > ?2 AND first_seq <= ?3 AND first_seq >= coalesce(
                (SELECT first_seq FROM blocks WHERE stream_id = ?1 AND first_seq <= ?2 ORDER BY first_seq DESC LIMIT 1), 0)
            ORDER BY first_seq LIMIT ?4
            """).Bind(streamId).Bind(first).Bind(last).Bind(BlocksAtATime);
        var packed = new List<PackedBlock>();
        while (rows.Step())
        {
            packed.Add(new PackedBlock(rows.Int(0), (int)rows.Int(1), rows.Blob(2).ToArray()));
        }

        return packed;
    }

    private BlockNumbers Unpack(StreamKey stream, PackedBlock block, StepValue value)
    {
        try
        {
            return BlockNumbers.Decode(block.FirstSeq, block.Encoding, block.Payload, value);
        }
        catch (BlockFormatException e)
        {
            throw Damaged(stream, block.FirstSeq, e);
        }
    }

    private readonly record struct PackedBlock(long FirstSeq, int Encoding, byte[] Payload);

    private struct StepBucket
    {
        private long _count;
        private long _lastSeq;
        private long _timeUs;
        private double _min;
        private double _max;
        private double _sum;
        private double _last;

        public long FirstSeq { get; init; }

        public void Add(long seq, double value, long timeUs)
        {
            (_lastSeq, _timeUs) = (seq, timeUs);
            if (!double.IsFinite(value))
            {
                return;
            }

            (_min, _max) = _count == 0 ? (value, value) : (Math.Min(_min, value), Math.Max(_max, value));
            _count++;
            _sum += value;
            _last = value;
        }

        public readonly void AddTo(List<StepSeriesPoint> points)
        {
            if (_count > 0)
            {
                points.Add(new StepSeriesPoint(FirstSeq, _lastSeq, _count, _min, _max, _sum / _count, _last, _timeUs));
            }
        }
    }
}
