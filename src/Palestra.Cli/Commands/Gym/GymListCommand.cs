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
            var specs = GymCommands.Registry(arguments).Specs;
            if (arguments.GetValue(json))
            {
                Results.Json(specs.Select(EnvDescription.Of));
                return ExitCodes.Success;
            }

            var table = new Table().Border(TableBorder.Simple).AddColumns("ENVIRONMENT", "FAMILY", "STEPS", "SUMMARY");
            foreach (var spec in specs)
            {
                table.AddRow(
                    new Text(spec.Id), new Text(spec.Family), new Text($"{spec.MaxEpisodeSteps}"),
                    new Text(spec.Deprecation ?? spec.Summary));
            }

            Results.Console.Write(table);
            return ExitCodes.Success;
        });
        return command;
    }
}
