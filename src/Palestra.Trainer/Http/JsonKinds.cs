using System.Text.Json;

namespace Palestra.Trainer.Http;

/// <summary>What a JSON value is, for error sentences.</summary>
internal static class JsonKinds
{
    public static string Word(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a truth value",
        _ => "null",
    };
}
