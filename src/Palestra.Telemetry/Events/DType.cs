namespace Palestra.Telemetry;

/// <summary>
/// Element type of a <see cref="StepColumn"/>. The numbers are on disk and on the wire: never change or reuse one.
/// Multi-byte elements are little-endian.
/// </summary>
public enum DType : byte
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

    /// <summary>One UTF-8 JSON value a step, of any length: what foreign workers send.</summary>
    Json = 32,
}

public static class DTypes
{
    /// <summary>Bytes of one element; 0 for <see cref="DType.Json"/>, whose rows have no fixed size.</summary>
    public static int SizeBytes(this DType dtype) => dtype switch
    {
        DType.UInt8 or DType.Int8 or DType.Bool => 1,
        DType.UInt16 or DType.Int16 => 2,
        DType.UInt32 or DType.Int32 or DType.Float32 => 4,
        DType.UInt64 or DType.Int64 or DType.Float64 => 8,
        _ => 0,
    };

    public static bool IsKnown(DType dtype) => dtype is >= DType.UInt8 and <= DType.Bool or DType.Json;
}
