using System.Buffers.Binary;
using System.Text.Json;
using Palestra.Telemetry;

namespace Palestra.Trainer.Api;

/// <summary>Steps as the API shows them: a scalar row is a number, a row with a shape nested arrays, JSON stays as it is.</summary>
internal static class StepViews
{
    public static IEnumerable<StepView> From(StepBatch batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            yield return new StepView
            {
                Seq = batch.FirstSeq + i,
                AgentId = batch.Stream.AgentId,
                Slot = batch.Stream.Slot,
                Episode = batch.Episodes[i],
                Step = batch.Steps[i],
                Action = Element(batch.Actions, i),
                Observation = Element(batch.Observations, i),
                Reward = batch.Rewards[i],
                Terminated = batch.Flags[i].HasFlag(StepFlags.Terminated),
                Truncated = batch.Flags[i].HasFlag(StepFlags.Truncated),
                TimeUs = batch.TimesUs[i],
            };
        }
    }

    private static JsonElement Element(StepColumn column, int index)
    {
        var row = column.Row(index);
        if (column.IsJson)
        {
            var reader = new Utf8JsonReader(row);
            return JsonElement.ParseValue(ref reader);
        }

        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            WriteArray(json, column, row, 0);
        }

        var written = new Utf8JsonReader(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        return JsonElement.ParseValue(ref written);
    }

    private static void WriteArray(Utf8JsonWriter json, StepColumn column, ReadOnlySpan<byte> row, int dimension)
    {
        if (dimension == column.Shape.Count)
        {
            WriteNumber(json, column.DType, row);
            return;
        }

        json.WriteStartArray();
        var part = row.Length / column.Shape[dimension];
        for (var i = 0; i < column.Shape[dimension]; i++)
        {
            WriteArray(json, column, row.Slice(i * part, part), dimension + 1);
        }

        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, DType dtype, ReadOnlySpan<byte> bytes)
    {
        switch (dtype)
        {
            case DType.Bool:
                json.WriteBooleanValue(bytes[0] != 0);
                break;
            case DType.UInt8:
                json.WriteNumberValue(bytes[0]);
                break;
            case DType.Int8:
                json.WriteNumberValue((sbyte)bytes[0]);
                break;
            case DType.UInt16:
                json.WriteNumberValue(BinaryPrimitives.ReadUInt16LittleEndian(bytes));
                break;
            case DType.Int16:
                json.WriteNumberValue(BinaryPrimitives.ReadInt16LittleEndian(bytes));
                break;
            case DType.UInt32:
                json.WriteNumberValue(BinaryPrimitives.ReadUInt32LittleEndian(bytes));
                break;
            case DType.Int32:
                json.WriteNumberValue(BinaryPrimitives.ReadInt32LittleEndian(bytes));
                break;
            case DType.UInt64:
                json.WriteNumberValue(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
                break;
            case DType.Int64:
                json.WriteNumberValue(BinaryPrimitives.ReadInt64LittleEndian(bytes));
                break;
            case DType.Float32:
                WriteReal(json, BinaryPrimitives.ReadSingleLittleEndian(bytes));
                break;
            default:
                WriteReal(json, BinaryPrimitives.ReadDoubleLittleEndian(bytes));
                break;
        }
    }

    private static void WriteReal(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private static void WriteReal(Utf8JsonWriter json, float value)
    {
        if (float.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteNullValue();
        }
    }
}
