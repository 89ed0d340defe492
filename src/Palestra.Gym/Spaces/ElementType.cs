namespace Palestra.Gym;

/// <summary>Type of the elements of a row. The numbers are those of the telemetry columns: never change one.</summary>
public enum ElementType : byte
{
    UInt8 = 1,
    Int8 = 2,
    UInt16 = 3,
    Int16 = 4,
    UInt32 = 5,
    Int32 = 6,
    UInt64 = 7,
    Int64 = 8,
    Float32 = 9,
    Float64 = 10,

    /// <summary>One byte an element, 0 or 1.</summary>
    Bool = 11,
}

public static class ElementTypes
{
    public static int SizeBytes(this ElementType type) => type switch
    {
        ElementType.UInt8 or ElementType.Int8 or ElementType.Bool => 1,
        ElementType.UInt16 or ElementType.Int16 => 2,
        ElementType.UInt32 or ElementType.Int32 or ElementType.Float32 => 4,
        _ => 8,
    };

    /// <summary>NumPy's name: <c>float32</c>, <c>int64</c>, <c>bool</c>.</summary>
    public static string NumpyName(this ElementType type) => type.ToString().ToLowerInvariant();

    public static bool IsFloat(this ElementType type) => type is ElementType.Float32 or ElementType.Float64;

    public static bool IsSigned(this ElementType type) =>
        type is ElementType.Int8 or ElementType.Int16 or ElementType.Int32 or ElementType.Int64 || type.IsFloat();

    /// <summary>Smallest and largest finite number of the type; those of 64-bit integers rounded to a double.</summary>
    public static (double Least, double Most) Range(this ElementType type) => type switch
    {
        ElementType.UInt8 => (0, byte.MaxValue),
        ElementType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        ElementType.UInt16 => (0, ushort.MaxValue),
        ElementType.Int16 => (short.MinValue, short.MaxValue),
        ElementType.UInt32 => (0, uint.MaxValue),
        ElementType.Int32 => (int.MinValue, int.MaxValue),
        ElementType.UInt64 => (0, ulong.MaxValue),
        ElementType.Int64 => (long.MinValue, long.MaxValue),
        ElementType.Float32 => (float.MinValue, float.MaxValue),
        ElementType.Float64 => (double.MinValue, double.MaxValue),
        _ => (0, 1),
    };
}
