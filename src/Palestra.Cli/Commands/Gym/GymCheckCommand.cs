using System.CommandLine;
using Palestra.Gym;
using Palestra.Gym.Checking;
using Spectre.Console;

namespace Palestra.Cli;

/// <summary><c>palestra gym check ENV</c>: what is wrong with an environment; fails if it breaks a promise.</summary>
internal static class GymCheckCommand
{
    public static Command Create()
    {
        var env = GymCommands.Env();
        var envArgs = GymCommands.EnvArgs();
        var seed = GymCommands.Seed();
        seed.Description = "Seed of the environments and of the random actions.";
        var json = GlobalOptions.Json();
        var command = new Command("check", "Find what is wrong with an environment, and say how.") { env, envArgs, seed, json };
        command.SetAction(arguments =>
        {
            // Once outside the checker: an unknown id or a wrong argument is a wrong request, not a finding.
            using var made = GymCommands.Make(arguments, env, envArgs);
            var values = Assignments.Values(arguments.GetValue(envArgs), "--env-arg");
            var options = new EnvCheckOptions();
            var report = EnvChecker.Check(
                () => EnvRegistry.Default.Make(made.Spec.Id, values), options with { Seed = arguments.GetValue(seed) ?? options.Seed });
            Print(report, arguments.GetValue(json));
            return report.HasErrors ? ExitCodes.Failed : ExitCodes.Success;
        });
        return command;
    }

    private static void Print(EnvCheckReport report, bool asJson)
    {
        if (asJson)
        {
            Results.Json(new
            {
                report.EnvId,
                report.Seed,
                Clean = report.IsClean,
                Findings = report.Findings.Select(f => new { f.Rule, Severity = f.Severity.ToString().ToLowerInvariant(), f.Message }),
            });
            return;
        }

        if (report.Findings.Count == 0)
        {
            Console.Out.WriteLine($"{report.EnvId}: nothing found (seed {report.Seed}).");
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("SEVERITY", "RULE", report.EnvId);
        foreach (var finding in report.Findings)
        {
            table.AddRow(new Text(finding.Severity.ToString().ToLowerInvariant()), new Text(finding.Rule), new Text(finding.Message));
        }

        Results.Console.Write(table);
    }
}
