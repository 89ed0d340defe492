using System.Text.Json;

namespace Palestra.Cli;

/// <summary>Reads <c>key=value</c> arguments.</summary>
internal static class Assignments
{
    public static IReadOnlyList<KeyValuePair<string, string>> Texts(IEnumerable<string>? arguments, string option) =>
        [.. (arguments ?? []).Select(argument => Split(argument, option))];

    /// <summary>Values are read as JSON where they are JSON (<c>3</c>, <c>true</c>, <c>[1,2]</c>), else as text.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Values(IEnumerable<string>? arguments, string option)
    {
        var values = new Dictionary<string, JsonElement>();
        foreach (var (key, text) in Texts(arguments, option))
        {
            if (!values.TryAdd(key, Value(text)))
            {
                throw new UserErrorException($"{option} {key} is given twice.");
            }
        }

        return values;
    }

    private static KeyValuePair<string, string> Split(string argument, string option)
    {
        var at = argument.IndexOf('=', StringComparison.Ordinal);
        return at > 0
            ? new(argument[..at].Trim(), argument[(at + 1)..].Trim())
            : throw new UserErrorException($"{option} '{argument}' is not of the form key=value.");
    }

    private static JsonElement Value(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text);
        }
    }
}
