using System.Text.Json;

namespace Palestra.Gym;

/// <summary>The info of an environment, read back.</summary>
internal static class InfoJson
{
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidOperationException">It was written out of order.</exception>
    public static JsonDocument Read(IEnv env)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            env.WriteInfo(writer);
        }

        return JsonDocument.Parse(stream.ToArray());
    }
}
