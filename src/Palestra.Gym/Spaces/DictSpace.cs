using System.Text.Json;

namespace Palestra.Gym;

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

    private protected override bool HasSameValues(Space other) =>
        ((DictSpace)other).Keys.SequenceEqual(Keys) && base.HasSameValues(other);

    private protected override TGuide? PartOf<TGuide, T>(SampleGuide<TGuide, T> guide, int index)
        where TGuide : class => guide.PartOf(this, Keys[index]);

    public override string ToString() => $"Dict({string.Join(", ", Keys.Select((k, i) => $"{k}: {Parts[i]}"))})";
}
