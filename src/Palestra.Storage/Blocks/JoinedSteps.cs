using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// The columns of consecutive batches in one piece. Those of a single batch are used where they stand, those of several
/// are copied into buffers that are kept: joining allocates nothing. One thread at a time.
/// </summary>
internal sealed class JoinedSteps
{
    private readonly ColumnBuffer _actions = new(static part => part.Actions);
    private readonly ColumnBuffer _observations = new(static part => part.Observations);
    private IReadOnlyList<StepBatch> _parts = [];
    private long[] _episodes = [];
    private int[] _steps = [];
    private double[] _rewards = [];
    private StepFlags[] _flags = [];
    private long[] _times = [];

    public int Count { get; private set; }

    public ReadOnlySpan<long> Episodes => Single is { } one ? one.Episodes : _episodes.AsSpan(0, Count);

    public ReadOnlySpan<int> Steps => Single is { } one ? one.Steps : _steps.AsSpan(0, Count);

    public ReadOnlySpan<double> Rewards => Single is { } one ? one.Rewards : _rewards.AsSpan(0, Count);

    public ReadOnlySpan<StepFlags> Flags => Single is { } one ? one.Flags : _flags.AsSpan(0, Count);

    public ReadOnlySpan<long> TimesUs => Single is { } one ? one.TimesUs : _times.AsSpan(0, Count);

    public JoinedColumn Actions => _actions.Of(_parts, Count);

    public JoinedColumn Observations => _observations.Of(_parts, Count);

    private StepBatch? Single => _parts.Count == 1 ? _parts[0] : null;

    /// <param name="parts">Consecutive batches of one stream and one layout, at least one.</param>
    public void Set(IReadOnlyList<StepBatch> parts)
    {
        _parts = parts;
        Count = 0;
        foreach (var part in parts)
        {
            Count += part.Count;
        }

        if (parts.Count == 1)
        {
            return;
        }

        if (_flags.Length < Count)
        {
            (_episodes, _steps, _rewards) = (new long[Count], new int[Count], new double[Count]);
            (_flags, _times) = (new StepFlags[Count], new long[Count]);
        }

        var at = 0;
        foreach (var part in parts)
        {
            part.Episodes.CopyTo(_episodes, at);
            part.Steps.CopyTo(_steps, at);
            part.Rewards.CopyTo(_rewards, at);
            part.Flags.CopyTo(_flags, at);
            part.TimesUs.CopyTo(_times, at);
            at += part.Count;
        }
    }

    /// <summary>Lets go of the batches.</summary>
    public void Clear() => _parts = [];

    private sealed class ColumnBuffer(Func<StepBatch, StepColumn> column)
    {
        private byte[] _data = [];
        private int[] _lengths = [];

        public JoinedColumn Of(IReadOnlyList<StepBatch> parts, int count)
        {
            var isJson = column(parts[0]).IsJson;
            if (isJson)
            {
                ReadLengths(parts, count);
            }

            return new JoinedColumn(Data(parts), isJson ? _lengths.AsSpan(0, count) : default);
        }

        private ReadOnlySpan<byte> Data(IReadOnlyList<StepBatch> parts)
        {
            if (parts.Count == 1)
            {
                return column(parts[0]).Data.Span;
            }

            var bytes = 0;
            foreach (var part in parts)
            {
                bytes = checked(bytes + column(part).Data.Length);
            }

            if (_data.Length < bytes)
            {
                _data = new byte[bytes];
            }

            var at = 0;
            foreach (var part in parts)
            {
                var data = column(part).Data.Span;
                data.CopyTo(_data.AsSpan(at));
                at += data.Length;
            }

            return _data.AsSpan(0, bytes);
        }

        private void ReadLengths(IReadOnlyList<StepBatch> parts, int count)
        {
            if (_lengths.Length < count)
            {
                _lengths = new int[count];
            }

            var row = 0;
            foreach (var part in parts)
            {
                var before = 0;
                foreach (var end in column(part).JsonEnds)
                {
                    _lengths[row++] = end - before;
                    before = end;
                }
            }
        }
    }
}

/// <summary>The rows of one column.</summary>
/// <param name="data">All rows, one after the other.</param>
/// <param name="jsonLengths">Of each row; empty for typed columns.</param>
internal readonly ref struct JoinedColumn(ReadOnlySpan<byte> data, ReadOnlySpan<int> jsonLengths)
{
    public ReadOnlySpan<byte> Data { get; } = data;

    public ReadOnlySpan<int> JsonLengths { get; } = jsonLengths;
}
