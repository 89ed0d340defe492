using Palestra.Telemetry;

namespace Palestra.Storage;

public sealed partial class RunReader
{
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
        foreach (var batch in ReadSteps(stream, first, (int)Math.Min(total, int.MaxValue)))
        {
            for (var i = 0; i < batch.Count && batch.FirstSeq + i <= last; i++)
            {
                var seq = batch.FirstSeq + i;
                var start = first + ((seq - first) / width * width);
                if (start != bucket.FirstSeq)
                {
                    bucket.AddTo(found);
                    bucket = new StepBucket { FirstSeq = start };
                }

                bucket.Add(seq, value.Of(batch, i), batch.TimesUs[i]);
            }
        }

        bucket.AddTo(found);
        return new StepSeries(stream, value.ToString(), found, total);
    }

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
