using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>Names a number of a step: <c>reward</c>, or an element of its action or observation such as <c>observation[2]</c>.</summary>
public readonly record struct StepValue
{
    private readonly string? _column;
    private readonly int _element;

    private StepValue(string column, int element) => (_column, _element) = (column, element);

    public static StepValue Reward { get; } = new("reward", 0);

    /// <param name="text">
    /// <c>reward</c>, <c>action</c> or <c>observation</c>; the last two may be followed by <c>[element]</c>, 0-based in
    /// the order in which the elements are stored, 0 when left out.
    /// </param>
    public static bool TryParse(string text, out StepValue value)
    {
        var bracket = text.IndexOf('[', StringComparison.Ordinal);
        var column = bracket < 0 ? text : text[..bracket];
        var element = 0;
        var known = column is "action" or "observation" || text == "reward";
        known &= bracket < 0
            || (text.EndsWith(']') && int.TryParse(text.AsSpan()[(bracket + 1)..^1], NumberStyles.None, CultureInfo.InvariantCulture, out element));
        value = known ? new StepValue(column, element) : default;
        return known;
    }

    public override string ToString() =>
        _column is null or "reward" ? "reward" : string.Create(CultureInfo.InvariantCulture, $"{_column}[{_element}]");

    /// <summary>That of each step.</summary>
    internal double[] Of(StepBatch batch)
    {
        if (_column is not ("action" or "observation"))
        {
            return [.. batch.Rewards];
        }

        var values = new double[batch.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Of(batch, i);
        }

        return values;
    }

    /// <returns>NaN where the step has no such number.</returns>
    internal double Of(StepBatch batch, int index) => _column switch
    {
        "action" => Element(batch.Actions, index),
        "observation" => Element(batch.Observations, index),
        _ => batch.Rewards[index],
    };

    private double Element(StepColumn column, int index)
    {
        var size = column.IsJson ? 0 : column.DType.SizeBytes();
        if (size == 0 || (_element + 1L) * size > column.RowBytes)
        {
            return double.NaN;
        }

        var bytes = column.Row(index).Slice(_element * size, size);
        return column.DType switch
        {
            DType.UInt8 or DType.Bool => bytes[0],
            DType.Int8 => (sbyte)bytes[0],
            DType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            DType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            DType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            DType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            DType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
            DType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            DType.Float32 => MemoryMarshal.Read<float>(bytes),
            DType.Float64 => MemoryMarshal.Read<double>(bytes),
            _ => double.NaN,
        };
    }
}
