using System.Numerics;
using System.Text.Json;

namespace Palestra.Gym;

/// <summary>
/// Several spaces as one: the row is their rows, one after the other. If all parts have one element type, that is the
/// type of the row; otherwise the row counts as bytes.
/// </summary>
public abstract class CompositeSpace : Space
{
    private protected CompositeSpace(Space[] parts)
        : base(CommonType(parts), [parts.Sum(p => p.RowBytes) / CommonType(parts).SizeBytes()]) => Parts = parts;

    public IReadOnlyList<Space> Parts { get; }

    public override string Allowed => string.Join("; ", Parts.Select(p => p.Allowed));

    /// <inheritdoc/>
    /// <remarks>Each part is seeded from one draw below 2^31 - 1 of this space's generator, in order.</remarks>
    public override void Seed(BigInteger seed)
    {
        base.Seed(seed);
        foreach (var part in Parts)
        {
            part.Seed(Random.Integers(0, int.MaxValue));
        }
    }

    public override void Sample(Span<byte> row)
    {
        foreach (var part in Parts)
        {
            part.Sample(row[..part.RowBytes]);
            row = row[part.RowBytes..];
        }
    }

    public override bool Contains(ReadOnlySpan<byte> row)
    {
        if (row.Length != RowBytes)
        {
            return false;
        }

        foreach (var part in Parts)
        {
            if (!part.Contains(row[..part.RowBytes]))
            {
                return false;
            }

            row = row[part.RowBytes..];
        }

        return true;
    }

    private protected void CheckJson(JsonElement json, JsonValueKind kind, int count)
    {
        if (json.ValueKind != kind || count != Parts.Count)
        {
            throw new GymException($"{json.GetRawText()} is not a value of {this}: {Parts.Count} parts are needed.");
        }
    }

    private static ElementType CommonType(Space[] parts) =>
        parts.Length > 0 && parts.All(p => p.ElementType == parts[0].ElementType) ? parts[0].ElementType : ElementType.UInt8;
}

/// <summary>Parts by position.</summary>
public sealed class TupleSpace(params Space[] parts) : CompositeSpace(parts)
{
    public override string Kind => "Tuple";

    public override void WriteJson(Utf8JsonWriter writer, ReadOnlySpan<byte> row)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartArray();
        foreach (var part in Parts)
        {
            part.WriteJson(writer, row[..part.RowBytes]);
            row = row[part.RowBytes..];
        }

        writer.WriteEndArray();
    }

    public override void ParseJson(JsonElement json, Span<byte> row)
    {
        CheckJson(json, JsonValueKind.Array, json.ValueKind == JsonValueKind.Array ? json.GetArrayLength() : 0);
        for (var i = 0; i < Parts.Count; i++)
        {
            Parts[i].ParseJson(json[i], row[..Parts[i].RowBytes]);
            row = row[Parts[i].RowBytes..];
        }
    }

    public override void WriteDescription(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("type", Kind);
        writer.WriteStartArray("spaces");
        foreach (var part in Parts)
        {
            part.WriteDescription(writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public override string ToString() => $"Tuple({string.Join(", ", Parts)})";
}

/// <summary>Parts by name, in ordinal order of the names, which is also their order in the row.</summary>
public sealed class DictSpace(IReadOnlyDictionary<string, Space> parts)
    : CompositeSpace([.. parts.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value)])
{
    public IReadOnlyList<string> Keys { get; } = [.. parts.Keys.Order(StringComparer.Ordinal)];

    public override string Kind => "Dict";

    public override void WriteJson(Utf8JsonWriter writer, ReadOnlySpan<byte> row)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        for (var i = 0; i < Parts.Count; i++)
        {
            writer.WritePropertyName(Keys[i]);
            Parts[i].WriteJson(writer, row[..Parts[i].RowBytes]);
            row = row[Parts[i].RowBytes..];
        }

        writer.WriteEndObject();
    }

    public override void ParseJson(JsonElement json, Span<byte> row)
    {
        CheckJson(json, JsonValueKind.Object, json.ValueKind == JsonValueKind.Object ? json.EnumerateObject().Count() : 0);
        for (var i = 0; i < Parts.Count; i++)
        {
            if (!json.TryGetProperty(Keys[i], out var value))
            {
                throw new GymException($"{json.GetRawText()} is not a value of {this}: '{Keys[i]}' is missing.");
            }

            Parts[i].ParseJson(value, row[..Parts[i].RowBytes]);
            row = row[Parts[i].RowBytes..];
        }
    }

    public override void WriteDescription(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("type", Kind);
        writer.WriteStartArray("spaces");
        for (var i = 0; i < Parts.Count; i++)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(Keys[i]);
            Parts[i].WriteDescription(writer);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public override string ToString() => $"Dict({string.Join(", ", Keys.Select((k, i) => $"{k}: {Parts[i]}"))})";
}
