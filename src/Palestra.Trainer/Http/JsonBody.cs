using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Palestra.Trainer.Http;

/// <summary>Reads request bodies so that whatever is wrong with one is told in a sentence.</summary>
internal static class JsonBody
{
    /// <summary>The body as an object; an empty body is an empty object.</summary>
    public static async Task<(JsonElement Value, string? Error)> ReadObjectAsync(HttpContext context)
    {
        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
        if (bytes.Length == 0)
        {
            return (JsonSerializer.SerializeToElement(new Dictionary<string, object>()), null);
        }

        try
        {
            using var document = JsonDocument.Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? (document.RootElement.Clone(), null)
                : (default, $"The body must be a JSON object, not {JsonKinds.Word(document.RootElement.ValueKind)}.");
        }
        catch (JsonException e)
        {
            return (default, $"The body is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} cannot be read. {e.Message.Split(" LineNumber:")[0]}");
        }
    }
}
