namespace Palestra.Telemetry;

/// <summary>What the rows of a <see cref="StepColumn"/> look like, before there are any.</summary>
public sealed class ColumnLayout
{
    private ColumnLayout(DType dtype, int[] shape)
    {
        DType = dtype;
        Shape = shape;
        RowBytes = StepColumn.Typed(dtype, shape, ReadOnlyMemory<byte>.Empty, 0).RowBytes;
    }

    private ColumnLayout() => (DType, Shape) = (DType.Json, []);

    /// <summary>One UTF-8 JSON value per row, of any length.</summary>
    public static ColumnLayout Json { get; } = new();

    public DType DType { get; }

    public IReadOnlyList<int> Shape { get; }

    /// <summary>Bytes of a typed row; 0 for JSON.</summary>
    public int RowBytes { get; }

    public bool IsJson => DType == DType.Json;

    /// <param name="shape">Of one row; none for a scalar.</param>
    /// <exception cref="ArgumentException">Not a fixed-size type, or an impossible shape.</exception>
    public static ColumnLayout Typed(DType dtype, params int[] shape) => new(dtype, [.. shape]);

    public override string ToString() => IsJson ? "JSON" : $"{DType} [{string.Join(", ", Shape)}]";
}
