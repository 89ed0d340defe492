using System.Text.Json;

namespace Palestra.Gym;

/// <summary>Rows of arrays as nested JSON arrays.</summary>
internal static class ArrayJson
{
    public static void Write(Utf8JsonWriter writer, ElementType type, IReadOnlyList<int> shape, int depth, ReadOnlySpan<byte> row)
    {
        if (depth == shape.Count)
        {
            if (type is ElementType.Int64)
            {
                writer.WriteNumberValue(System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(row));
                return;
            }

            NumberJson.WriteDouble(writer, NumberJson.Get(type, row));
            return;
        }

        var stride = row.Length / shape[depth];
        writer.WriteStartArray();
        for (var i = 0; i < shape[depth]; i++)
        {
            Write(writer, type, shape, depth + 1, row.Slice(i * stride, stride));
        }

        writer.WriteEndArray();
    }

    public static void Read(JsonElement json, ElementType type, IReadOnlyList<int> shape, int depth, Span<byte> row, Space space)
    {
        if (depth == shape.Count)
        {
            NumberJson.Set(type, row, NumberJson.ReadDouble(json));
            return;
        }

        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() != shape[depth])
        {
            throw new GymException($"{json.GetRawText()} is not a value of {space}: an array of {shape[depth]} is needed.");
        }

        var stride = row.Length / shape[depth];
        for (var i = 0; i < shape[depth]; i++)
        {
            Read(json[i], type, shape, depth + 1, row.Slice(i * stride, stride), space);
        }
    }
}
