using System.CommandLine;
using Palestra.Settings;

namespace Palestra.Cli;

/// <summary><c>palestra settings doctor</c>: what is wrong, has no effect or could be tidier.</summary>
internal static class SettingsDoctorCommand
{
    private static readonly Option<bool> Json = GlobalOptions.Json();

    public static Command Create()
    {
        var command = new Command("doctor", "Examine all layers: what is wrong, what has no effect, and what to do. Exit code 1 when something is wrong.") { Json };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var findings = SettingsDoctor.Examine(Workbench.Catalog, Workbench.SourcesOf(arguments));
        var errors = findings.Count(finding => finding.Severity == FindingSeverity.Error);
        if (arguments.GetValue(Json))
        {
            Results.Json(new Examination(errors, [.. findings.Select(finding =>
                new ExaminedFinding(Word(finding.Severity), finding.Code, finding.Key, finding.Sentence))]));
        }
        else if (findings.Count == 0)
        {
            Console.Error.WriteLine("Nothing to say: all layers are sound.");
        }
        else
        {
            foreach (var finding in findings)
            {
                Console.Out.WriteLine($"{Word(finding.Severity)}: {finding.Sentence}");
            }
        }

        return errors == 0 ? ExitCodes.Success : ExitCodes.Failed;
    }

    private static string Word(FindingSeverity severity) => severity.ToString().ToLowerInvariant();
}

/// <summary>What <c>palestra settings doctor --json</c> prints.</summary>
internal sealed record Examination(int Errors, IReadOnlyList<ExaminedFinding> Findings);

internal sealed record ExaminedFinding(string Severity, string Code, string? Key, string Detail);
