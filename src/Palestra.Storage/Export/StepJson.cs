using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// Steps as JSON: a scalar is a number, a shaped value an array (nested like its shape), JSON of foreign workers is
/// itself. A float32 is widened to double first, as rollouts and Gymnasium's own lists show it. NaN and infinities, which JSON lacks, are the strings <c>"NaN"</c>, <c>"Infinity"</c>, <c>"-Infinity"</c>.
/// </summary>
public static class StepJson
{
    /// <summary><c>{seq,agent_id,slot,episode,step,action,observation,reward,terminated,truncated,time_us}</c></summary>
    /// <param name="index">0-based index within the batch.</param>
    public static void WriteStep(Utf8JsonWriter writer, StepBatch batch, int index)
    {
        writer.WriteStartObject();
        writer.WriteNumber("seq"u8, batch.FirstSeq + index);
        writer.WriteString("agent_id"u8, batch.Stream.AgentId);
        writer.WriteNumber("slot"u8, batch.Stream.Slot);
        writer.WriteNumber("episode"u8, batch.Episodes[index]);
        writer.WriteNumber("step"u8, batch.Steps[index]);
        writer.WritePropertyName("action"u8);
        WriteValue(writer, batch.Actions, index);
        writer.WritePropertyName("observation"u8);
        WriteValue(writer, batch.Observations, index);
        writer.WritePropertyName("reward"u8);
        Write(writer, batch.Rewards[index]);
        writer.WriteBoolean("terminated"u8, batch.Flags[index].HasFlag(StepFlags.Terminated));
        writer.WriteBoolean("truncated"u8, batch.Flags[index].HasFlag(StepFlags.Truncated));
        writer.WriteNumber("time_us"u8, batch.TimesUs[index]);
        writer.WriteEndObject();
    }

    /// <summary>One row of a column.</summary>
    public static void WriteValue(Utf8JsonWriter writer, StepColumn column, int index)
    {
        var row = column.Row(index);
        if (column.IsJson)
        {
            WriteForeign(writer, row);
            return;
        }

        Write(writer, column, ref row, dimension: 0);
    }

    internal static void Write(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void Write(Utf8JsonWriter writer, StepColumn column, ref ReadOnlySpan<byte> rest, int dimension)
    {
        if (dimension == column.Shape.Count)
        {
            Write(writer, column.DType, rest);
            rest = rest[column.DType.SizeBytes()..];
            return;
        }

        writer.WriteStartArray();
        for (var i = 0; i < column.Shape[dimension]; i++)
        {
            Write(writer, column, ref rest, dimension + 1);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, DType dtype, ReadOnlySpan<byte> element)
    {
        switch (dtype)
        {
            case DType.UInt8 or DType.Bool:
                writer.WriteNumberValue(element[0]);
                break;
            case DType.Int8:
                writer.WriteNumberValue(unchecked((sbyte)element[0]));
                break;
            case DType.UInt16:
                writer.WriteNumberValue(BinaryPrimitives.ReadUInt16LittleEndian(element));
                break;
            case DType.Int16:
                writer.WriteNumberValue(BinaryPrimitives.ReadInt16LittleEndian(element));
                break;
            case DType.UInt32:
                writer.WriteNumberValue(BinaryPrimitives.ReadUInt32LittleEndian(element));
                break;
            case DType.Int32:
                writer.WriteNumberValue(BinaryPrimitives.ReadInt32LittleEndian(element));
                break;
            case DType.UInt64:
                writer.WriteNumberValue(BinaryPrimitives.ReadUInt64LittleEndian(element));
                break;
            case DType.Int64:
                writer.WriteNumberValue(BinaryPrimitives.ReadInt64LittleEndian(element));
                break;
            case DType.Float32:
                Write(writer, (double)BinaryPrimitives.ReadSingleLittleEndian(element));
                break;
            default:
                Write(writer, BinaryPrimitives.ReadDoubleLittleEndian(element));
                break;
        }
    }

    private static void WriteForeign(Utf8JsonWriter writer, ReadOnlySpan<byte> json)
    {
        try
        {
            writer.WriteRawValue(json.IsEmpty ? "null"u8 : json);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            // Not JSON after all: shown as the text that it is rather than lost.
            writer.WriteStringValue(Encoding.UTF8.GetString(json));
        }
    }
}
