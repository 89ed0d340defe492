using System.Text.Json;
using Palestra.Settings;

namespace Palestra.Trainer.Http;

/// <summary>
/// Takes the fields of a JSON object one by one and notes every field that is unknown or of the wrong kind; a field
/// that is absent or <c>null</c> is <c>null</c>.
/// </summary>
internal sealed class JsonFields
{
    private readonly FieldErrors _errors;
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);

    public JsonFields(JsonElement value, FieldErrors errors, params string[] known)
    {
        _errors = errors;
        foreach (var field in value.EnumerateObject())
        {
            if (!known.Contains(field.Name, StringComparer.Ordinal))
            {
                errors.Add(field.Name, $"There is no field '{field.Name}'.{NearestName.Hint(field.Name, known)} Fields are {string.Join(", ", known)}.");
            }
            else if (field.Value.ValueKind != JsonValueKind.Null)
            {
                _fields[field.Name] = field.Value;
            }
        }
    }

    public JsonElement? Raw(string name) => _fields.TryGetValue(name, out var value) ? value : null;

    public string? Text(string name) => Take(name, "a string", v => v.ValueKind == JsonValueKind.String ? v.GetString() : null);

    public long? Whole(string name) =>
        TakeValue<long>(name, "a whole number", v => v.ValueKind == JsonValueKind.Number && v.TryGetInt64(out var n) ? n : null);

    public ulong? Unsigned(string name) => TakeValue<ulong>(
        name, "a whole number from 0 to 18446744073709551615", v => v.ValueKind == JsonValueKind.Number && v.TryGetUInt64(out var n) ? n : null);

    public double? Real(string name) =>
        TakeValue<double>(name, "a number", v => v.ValueKind == JsonValueKind.Number && double.IsFinite(v.GetDouble()) ? v.GetDouble() : null);

    public IReadOnlyDictionary<string, JsonElement>? Map(string name) => Take<IReadOnlyDictionary<string, JsonElement>>(
        name, "an object",
        v => v.ValueKind == JsonValueKind.Object
            ? v.EnumerateObject().GroupBy(p => p.Name, StringComparer.Ordinal).ToDictionary(p => p.Key, p => p.Last().Value.Clone(), StringComparer.Ordinal)
            : null);

    public IReadOnlyList<string>? Texts(string name) => Take<IReadOnlyList<string>>(
        name, "an array of strings",
        v => v.ValueKind == JsonValueKind.Array && v.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String)
            ? v.EnumerateArray().Select(e => e.GetString()!).ToArray()
            : null);

    private T? Take<T>(string name, string kind, Func<JsonElement, T?> read)
        where T : class
    {
        if (!_fields.TryGetValue(name, out var value))
        {
            return null;
        }

        var result = read(value);
        if (result is null)
        {
            Refuse(name, kind, value);
        }

        return result;
    }

    private T? TakeValue<T>(string name, string kind, Func<JsonElement, T?> read)
        where T : struct
    {
        if (!_fields.TryGetValue(name, out var value))
        {
            return null;
        }

        var result = read(value);
        if (result is null)
        {
            Refuse(name, kind, value);
        }

        return result;
    }

    private void Refuse(string name, string kind, JsonElement value) =>
        _errors.Add(name, $"'{name}' must be {kind}, not {JsonKinds.Word(value.ValueKind)} ({Short(value.GetRawText())}).");

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
