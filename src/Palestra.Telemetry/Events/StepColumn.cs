namespace Palestra.Telemetry;

/// <summary>
/// The actions or the observations of a <see cref="StepBatch"/>: one row per step. Either typed (every row has
/// <see cref="Shape"/> elements of <see cref="DType"/>, contiguous, row-major, little-endian) or JSON (one UTF-8 value
/// per row). Immutable; the bytes belong to the column and are never written after construction.
/// </summary>
public sealed class StepColumn
{
    private readonly ReadOnlyMemory<byte> _data;
    private readonly int[]? _jsonEnds;

    private StepColumn(DType dtype, int[] shape, ReadOnlyMemory<byte> data, int count, int rowBytes, int[]? jsonEnds)
    {
        DType = dtype;
        Shape = shape;
        Count = count;
        RowBytes = rowBytes;
        _data = data;
        _jsonEnds = jsonEnds;
    }

    public DType DType { get; }

    /// <summary>Shape of one row; empty for a scalar and for JSON.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>Bytes of one typed row; 0 for JSON.</summary>
    public int RowBytes { get; }

    /// <summary>All rows, one after the other.</summary>
    public ReadOnlyMemory<byte> Data => _data;

    /// <summary>JSON only: where each row ends in <see cref="Data"/>. Empty for typed columns.</summary>
    public ReadOnlySpan<int> JsonEnds => _jsonEnds;

    public bool IsJson => DType == DType.Json;

    /// <summary>The bytes of row <paramref name="index"/>, 0-based.</summary>
    public ReadOnlySpan<byte> Row(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        if (_jsonEnds is null)
        {
            return _data.Span.Slice(index * RowBytes, RowBytes);
        }

        var start = index == 0 ? 0 : _jsonEnds[index - 1];
        return _data.Span[start.._jsonEnds[index]];
    }

    /// <param name="data">Taken over, not copied: the caller must not write to it again.</param>
    /// <exception cref="ArgumentException">The length of the data is not that of <paramref name="count"/> rows.</exception>
    public static StepColumn Typed(DType dtype, int[] shape, ReadOnlyMemory<byte> data, int count)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (dtype.SizeBytes() == 0)
        {
            throw new ArgumentException($"{dtype} is not a fixed-size element type.", nameof(dtype));
        }

        long rowBytes = dtype.SizeBytes();
        foreach (var extent in shape)
        {
            if (extent < 1)
            {
                throw new ArgumentException($"A shape of [{string.Join(", ", shape)}] has an extent below 1.", nameof(shape));
            }

            rowBytes *= extent;
            if (rowBytes > int.MaxValue)
            {
                throw new ArgumentException($"A row of shape [{string.Join(", ", shape)}] is over 2 GiB.", nameof(shape));
            }
        }

        if (data.Length != rowBytes * count)
        {
            throw new ArgumentException(
                $"{count} rows of {dtype} [{string.Join(", ", shape)}] are {rowBytes * count} bytes, not {data.Length}.", nameof(data));
        }

        return new StepColumn(dtype, shape, data, count, (int)rowBytes, null);
    }

    /// <param name="data">The rows, one after the other; taken over, not copied.</param>
    /// <param name="ends">Where each row ends; taken over, not copied.</param>
    /// <exception cref="ArgumentException">The ends are not ascending or do not end with the data.</exception>
    public static StepColumn Json(ReadOnlyMemory<byte> data, int[] ends)
    {
        ArgumentNullException.ThrowIfNull(ends);
        var last = 0;
        foreach (var end in ends)
        {
            if (end < last)
            {
                throw new ArgumentException("The ends of JSON rows must ascend.", nameof(ends));
            }

            last = end;
        }

        if (last != data.Length)
        {
            throw new ArgumentException($"The last JSON row ends at {last}, the data at {data.Length}.", nameof(ends));
        }

        return new StepColumn(DType.Json, [], data, ends.Length, 0, ends);
    }

    /// <summary>Rows of the same kind can stand in one column: same type and same shape.</summary>
    public bool HasSameLayoutAs(StepColumn other) => DType == other.DType && Shape.SequenceEqual(other.Shape);
}
