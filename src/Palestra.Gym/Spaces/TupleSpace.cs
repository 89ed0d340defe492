using System.Text.Json;

namespace Palestra.Gym;

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

    private protected override TGuide? PartOf<TGuide, T>(SampleGuide<TGuide, T> guide, int index)
        where TGuide : class => guide.PartOf(this, index, Parts.Count);

    public override string ToString() => $"Tuple({string.Join(", ", Parts)})";
}
