namespace Palestra.Telemetry;

/// <summary>Gathers the rows of one column. Not thread-safe.</summary>
internal sealed class ColumnBuilder(ColumnLayout layout)
{
    private byte[] _data = [];
    private int[] _ends = [];
    private int _bytes;
    private int _count;

    /// <summary>Why a row cannot be added, or <c>null</c>.</summary>
    public string? Refusal(ReadOnlySpan<byte> row, string name)
    {
        if (layout.IsJson)
        {
            return row.IsEmpty ? $"The {name} is empty: a JSON column needs one JSON value per step." : null;
        }

        return row.Length == layout.RowBytes
            ? null
            : $"The {name} has {row.Length} bytes: a row of {layout} has {layout.RowBytes}.";
    }

    public void Add(ReadOnlySpan<byte> row)
    {
        if (_data.Length - _bytes < row.Length)
        {
            Array.Resize(ref _data, Math.Max(Math.Max(_bytes + row.Length, 64), 2 * _data.Length));
        }

        row.CopyTo(_data.AsSpan(_bytes));
        _bytes += row.Length;
        if (layout.IsJson)
        {
            if (_count == _ends.Length)
            {
                Array.Resize(ref _ends, Math.Max(16, 2 * _count));
            }

            _ends[_count] = _bytes;
        }

        _count++;
    }

    /// <summary>Hands over the rows and starts anew, with room for as many.</summary>
    public StepColumn Build()
    {
        if (_data.Length != _bytes)
        {
            Array.Resize(ref _data, _bytes);
        }

        StepColumn column;
        if (layout.IsJson)
        {
            Array.Resize(ref _ends, _count);
            column = StepColumn.Json(_data, _ends);
        }
        else
        {
            column = StepColumn.Typed(layout.DType, [.. layout.Shape], _data, _count);
        }

        _data = new byte[_bytes];
        _ends = new int[_ends.Length];
        (_bytes, _count) = (0, 0);
        return column;
    }
}
