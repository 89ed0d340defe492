using System.CommandLine;
using System.Globalization;
using Palestra.Storage;

namespace Palestra.Cli;

/// <summary><c>palestra export RUN</c>: every step, as JSON lines, CSV or NPZ.</summary>
internal static class ExportCommand
{
    private static readonly Argument<string> Run = GlobalOptions.Run();
    private static readonly Option<string> Format = new("--format") { Description = "jsonl, csv or npz.", HelpName = "F", DefaultValueFactory = _ => "jsonl" };
    private static readonly Option<string?> Out = new("--out") { Description = "File to write; left out, stdout.", HelpName = "FILE" };

    public static Command Create()
    {
        var command = new Command("export", "Write every step of a run.") { Run, Format, Out };
        command.SetAction(Export);
        return command;
    }

    private static int Export(ParseResult arguments)
    {
        var folder = Workbench.Open(arguments).ExistingRun(arguments.GetRequiredValue(Run));
        var word = arguments.GetRequiredValue(Format);
        if (!StepExporter.TryParseFormat(word, out var format))
        {
            throw new UserErrorException($"--format '{word}' is not allowed: jsonl, csv or npz.");
        }

        try
        {
            using var reader = RunReader.Open(folder);
            using var output = Open(arguments.GetValue(Out));
            var steps = StepExporter.Export(reader, format, output);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{steps:N0} steps exported."));
            return ExitCodes.Success;
        }
        catch (RunFileException damage)
        {
            throw new UserErrorException(damage.Message);
        }
    }

    private static Stream Open(string? file)
    {
        if (file is null)
        {
            return Console.OpenStandardOutput();
        }

        try
        {
            return File.Create(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"--out '{file}' cannot be written: {error.Message}");
        }
    }
}
