using System.Text.Json;
using Palestra.Trainer.Api;
using Spectre.Console;

namespace Palestra.Cli;

/// <summary>Writes results to stdout.</summary>
internal static class Results
{
    /// <summary>Columns of a table that goes to a file or a pipe: nothing is cut off there.</summary>
    [NotTunable("No width of anything people look at: wide enough that nothing of our tables is cut off in a file.")]
    private const int PipeWidth = 240;

    private static readonly JsonSerializerOptions Indented = new(ApiJson.Options) { WriteIndented = true };

    /// <summary>For tables.</summary>
    public static IAnsiConsole Console { get; } = CreateConsole();

    public static void Json<T>(T document) => System.Console.Out.WriteLine(JsonSerializer.Serialize(document, Indented));

    private static IAnsiConsole CreateConsole()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(System.Console.Out) });
        if (System.Console.IsOutputRedirected)
        {
            console.Profile.Width = PipeWidth;
        }

        return console;
    }
}
