using System.CommandLine;
using Palestra.Gym;
using Spectre.Console;

namespace Palestra.Cli;

internal static class GymListCommand
{
    public static Command Create()
    {
        var json = GlobalOptions.Json();
        var command = new Command("list", "List the environments.") { json };
        command.SetAction(arguments =>
        {
            if (arguments.GetValue(json))
            {
                Results.Json(EnvRegistry.Default.Specs.Select(EnvDescription.Of));
                return ExitCodes.Success;
            }

            var table = new Table().Border(TableBorder.Simple).AddColumns("ENVIRONMENT", "STEPS", "SUMMARY");
            foreach (var spec in EnvRegistry.Default.Specs)
            {
                table.AddRow(new Text(spec.Id), new Text($"{spec.MaxEpisodeSteps}"), new Text(spec.Summary));
            }

            Results.Console.Write(table);
            return ExitCodes.Success;
        });
        return command;
    }
}
