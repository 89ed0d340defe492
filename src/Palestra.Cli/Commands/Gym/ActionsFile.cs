using System.CommandLine;
using System.Text.Json;

namespace Palestra.Cli;

/// <summary>The option <c>--actions FILE</c>: one JSON array of actions, as <c>gym rollout</c> and <c>gym render</c> take them.</summary>
internal static class ActionsFile
{
    public static Option<string> Option() => new("--actions") { Description = "File with one JSON array of actions; - is stdin.", HelpName = "FILE" };

    /// <exception cref="UserErrorException">It cannot be read, or is not one JSON array.</exception>
    public static JsonDocument Read(string file)
    {
        try
        {
            using var input = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            var actions = JsonDocument.Parse(input);
            return actions.RootElement.ValueKind == JsonValueKind.Array
                ? actions
                : throw new UserErrorException(
                    $"--actions '{file}' is a JSON {actions.RootElement.ValueKind.ToString().ToLowerInvariant()}: one JSON array of actions is needed.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new UserErrorException($"--actions '{file}' cannot be read as one JSON array: {error.Message}");
        }
    }
}
