using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>Names a number of a step: <c>reward</c>, or an element of its action or observation such as <c>observation[2]</c>.</summary>
public readonly record struct StepValue
{
    private StepValue(StepValueKind kind, int element) => (Kind, Element) = (kind, element);

    public static StepValue Reward { get; }

    internal StepValueKind Kind { get; }

    /// <summary>0-based, in the order of storage.</summary>
    internal int Element { get; }

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
        value = known ? new StepValue(KindOf(column), element) : default;
        return known;
    }

    public override string ToString() =>
        Kind == StepValueKind.Reward ? "reward" : string.Create(CultureInfo.InvariantCulture, $"{(Kind == StepValueKind.Action ? "action" : "observation")}[{Element}]");

    /// <returns>NaN where the step has no such number.</returns>
    internal double Of(StepBatch batch, int index) => Kind switch
    {
        StepValueKind.Action => Of(batch.Actions, index),
        StepValueKind.Observation => Of(batch.Observations, index),
        _ => batch.Rewards[index],
    };

    /// <param name="bytes">One element.</param>
    internal static double Number(DType dtype, ReadOnlySpan<byte> bytes) => dtype switch
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

    private static StepValueKind KindOf(string column) => column switch
    {
        "action" => StepValueKind.Action,
        "observation" => StepValueKind.Observation,
        _ => StepValueKind.Reward,
    };

    private double Of(StepColumn column, int index)
    {
        var size = column.IsJson ? 0 : column.DType.SizeBytes();
        return size == 0 || (Element + 1L) * size > column.RowBytes
            ? double.NaN
            : Number(column.DType, column.Row(index).Slice(Element * size, size));
    }
}

internal enum StepValueKind
{
    Reward,
    Action,
    Observation,
}
