using System.Buffers.Binary;
using System.Text.Json;

namespace Palestra.Gym;

/// <summary>Elements of rows as numbers and as JSON. float32 is widened to double, so that it reads back exactly.</summary>
internal static class NumberJson
{
    public static bool TryReadInteger(JsonElement json, out long value)
    {
        value = 0;
        if (json.ValueKind != JsonValueKind.Number)
        {
            return false;
        }

        if (json.TryGetInt64(out value))
        {
            return true;
        }

        var d = json.GetDouble();
        value = Math.Abs(d) < 1L << 53 ? (long)d : 0;
        return value == d;
    }

    public static double ReadDouble(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => json.GetString() switch
        {
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            "nan" => double.NaN,
            var text => throw new GymException($"'{text}' is not a number."),
        },
        _ => throw new GymException($"{json.GetRawText()} is not a number."),
    };

    public static void WriteDouble(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteStringValue(double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf");
        }
    }

    public static double Get(ElementType type, ReadOnlySpan<byte> element) => type switch
    {
        ElementType.UInt8 or ElementType.Bool => element[0],
        ElementType.Int8 => (sbyte)element[0],
        ElementType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(element),
        ElementType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(element),
        ElementType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(element),
        ElementType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(element),
        ElementType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(element),
        ElementType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(element),
        ElementType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(element),
        _ => BinaryPrimitives.ReadDoubleLittleEndian(element),
    };

    public static void Set(ElementType type, Span<byte> element, double value)
    {
        switch (type)
        {
            case ElementType.UInt8 or ElementType.Bool:
                element[0] = (byte)value;
                break;
            case ElementType.Int8:
                element[0] = (byte)(sbyte)value;
                break;
            case ElementType.UInt16:
                BinaryPrimitives.WriteUInt16LittleEndian(element, (ushort)value);
                break;
            case ElementType.Int16:
                BinaryPrimitives.WriteInt16LittleEndian(element, (short)value);
                break;
            case ElementType.UInt32:
                BinaryPrimitives.WriteUInt32LittleEndian(element, (uint)value);
                break;
            case ElementType.Int32:
                BinaryPrimitives.WriteInt32LittleEndian(element, (int)value);
                break;
            case ElementType.UInt64:
                BinaryPrimitives.WriteUInt64LittleEndian(element, (ulong)value);
                break;
            case ElementType.Int64:
                BinaryPrimitives.WriteInt64LittleEndian(element, (long)value);
                break;
            case ElementType.Float32:
                BinaryPrimitives.WriteSingleLittleEndian(element, (float)value);
                break;
            default:
                BinaryPrimitives.WriteDoubleLittleEndian(element, value);
                break;
        }
    }
}
