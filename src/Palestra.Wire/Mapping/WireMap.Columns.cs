using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Palestra.Telemetry;

namespace Palestra.Wire;

public static partial class WireMap
{
    /// <summary>As many dimensions as NumPy allows.</summary>
    [NotTunable("Part of the contract with workers: NumPy's own limit.")]
    private const int MaxDimensions = 64;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The message shares the column's bytes; neither may be changed afterwards.</summary>
    public static V1.Column ToProto(StepColumn column)
    {
        var message = new V1.Column { Dtype = (V1.DType)column.DType };
        if (column.IsJson)
        {
            for (var i = 0; i < column.Count; i++)
            {
                message.Json.Add(Utf8.GetString(column.Row(i)));
            }

            return message;
        }

        message.Data = UnsafeByteOperations.UnsafeWrap(column.Data);
        foreach (var extent in column.Shape)
        {
            message.Shape.Add((uint)extent);
        }

        return message;
    }

    /// <param name="what">For the sentence: <c>action</c> or <c>observation</c>.</param>
    private static (StepColumn? Value, string? Error) Column(V1.Column? message, string what, int count)
    {
        if (message is null)
        {
            return (null, $"The batch has no {what} column.");
        }

        var dtype = (DType)(byte)message.Dtype;
        if ((int)dtype != (int)message.Dtype || !DTypes.IsKnown(dtype))
        {
            return (null, $"Element type {(int)message.Dtype} of the {what} column is unknown: 1 (UINT8) to 11 (BOOL) and 32 (JSON) are allowed.");
        }

        return dtype == DType.Json ? JsonColumn(message, what, count) : TypedColumn(message, dtype, what, count);
    }

    private static (StepColumn? Value, string? Error) TypedColumn(V1.Column message, DType dtype, string what, int count)
    {
        if (message.Json.Count > 0)
        {
            return (null, $"The {what} column is of type {dtype} and has {message.Json.Count} JSON rows: only JSON columns may.");
        }

        if (message.Shape.Count > MaxDimensions)
        {
            return (null, $"The shape of the {what} column has {message.Shape.Count} dimensions: at most {MaxDimensions} are allowed.");
        }

        long rowBytes = dtype.SizeBytes();
        var shape = message.Shape.Count == 0 ? [] : new int[message.Shape.Count];
        for (var i = 0; i < shape.Length; i++)
        {
            var extent = message.Shape[i];
            rowBytes *= extent;
            if (extent == 0 || rowBytes > int.MaxValue)
            {
                return (null, $"Shape {message.Shape} of the {what} column is not allowed: extents are at least 1 and a row has at most {int.MaxValue} bytes.");
            }

            shape[i] = (int)extent;
        }

        if (message.Data.Length != rowBytes * count)
        {
            return (null, $"The {what} column has {message.Data.Length} bytes: {count} rows of {dtype} {message.Shape} have {rowBytes * count}.");
        }

        if (dtype == DType.Bool && message.Data.Span.IndexOfAnyExceptInRange((byte)0, (byte)1) is var bad and >= 0)
        {
            return (null, $"Byte {bad} of the {what} column is {message.Data[bad]}: BOOL elements are 0 or 1.");
        }

        return (StepColumn.Typed(dtype, shape, message.Data.Memory, count), null);
    }

    private static (StepColumn? Value, string? Error) JsonColumn(V1.Column message, string what, int count)
    {
        if (message.Data.Length > 0 || message.Shape.Count > 0)
        {
            return (null, $"The {what} column is of type JSON and has 'data' or 'shape': only typed columns may.");
        }

        if (message.Json.Count != count)
        {
            return (null, $"The {what} column has {message.Json.Count} JSON rows, the batch {count} steps: each needs one.");
        }

        var ends = new int[count];
        long length = 0;
        for (var i = 0; i < count; i++)
        {
            length += Utf8.GetByteCount(message.Json[i]);
            if (length > int.MaxValue)
            {
                return (null, $"The {what} column is over 2 GiB.");
            }

            ends[i] = (int)length;
        }

        var data = new byte[length];
        var start = 0;
        for (var i = 0; i < count; i++)
        {
            Utf8.GetBytes(message.Json[i], data.AsSpan(start));
            if (JsonError(data.AsSpan(start..ends[i]), JsonTokenType.None) is { } error)
            {
                return (null, $"Row {i} of the {what} column is not valid JSON: {error}");
            }

            start = ends[i];
        }

        return (StepColumn.Json(data, ends), null);
    }

    private static (IReadOnlyList<StepInfo>? Value, string? Error) Infos(RepeatedField<V1.StepInfo> messages, int count)
    {
        if (messages.Count == 0)
        {
            return ([], null);
        }

        // Ascending indices make more infos than steps impossible; said first, it also bounds the list.
        if (messages.Count > count)
        {
            return (null, $"The batch has {messages.Count} infos for {count} steps: at most one each is allowed.");
        }

        var infos = new StepInfo[messages.Count];
        var last = -1L;
        for (var i = 0; i < infos.Length; i++)
        {
            var message = messages[i];
            if (message.Index <= last || message.Index >= count)
            {
                return (null, $"Info {i} belongs to step index {message.Index} of a batch of {count}: indices must ascend and exist.");
            }

            last = message.Index;
            var json = Utf8.GetBytes(message.Json);
            if (JsonError(json, JsonTokenType.StartObject) is { } error)
            {
                return (null, $"The info of step index {message.Index} is not a JSON object: {error}");
            }

            infos[i] = new StepInfo((int)message.Index, json);
        }

        return (infos, null);
    }

    /// <summary>Reads through one JSON value without building anything from it.</summary>
    private static string? JsonError(ReadOnlySpan<byte> json, JsonTokenType demanded)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            if (demanded != JsonTokenType.None && reader.TokenType != demanded)
            {
                return $"it begins with {reader.TokenType}.";
            }

            while (reader.Read())
            {
            }

            return null;
        }
        catch (JsonException e)
        {
            return $"{Shortened(Utf8.GetString(json[..Math.Min(json.Length, MaxNameLength * 2)]))} ({e.Message})";
        }
    }
}
