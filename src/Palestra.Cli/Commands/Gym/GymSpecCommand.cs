using System.CommandLine;
using Spectre.Console;

namespace Palestra.Cli;

internal static class GymSpecCommand
{
    public static Command Create()
    {
        var env = GymCommands.Env();
        var envArgs = GymCommands.EnvArgs();
        var json = GlobalOptions.Json();
        var command = new Command("spec", "Describe one environment: its spaces, limits and arguments.") { env, envArgs, json };
        command.SetAction(arguments =>
        {
            using var made = GymCommands.Make(arguments, env, envArgs);
            var description = EnvDescription.Of(made);
            if (arguments.GetValue(json))
            {
                Results.Json(description);
                return ExitCodes.Success;
            }

            Console.Out.WriteLine($"{description.Id}: {description.Summary}");
            Console.Out.WriteLine($"  action space       {description.ActionSpace}");
            Console.Out.WriteLine($"  observation space  {description.ObservationSpace}");
            Console.Out.WriteLine($"  time limit         {(description.MaxEpisodeSteps is { } steps ? $"{steps} steps" : "none")}");
            Console.Out.WriteLine($"  solved at          {(description.RewardThreshold is { } threshold ? $"a mean return of {threshold}" : "no threshold was agreed on")}");
            foreach (var (action, name) in description.ActionNames.Index())
            {
                var keys = description.Keys.Where(key => key.Value == action).Select(key => key.Key).ToArray();
                Console.Out.WriteLine($"  action {action,-11} {name}{(keys.Length > 0 ? $" ({string.Join(", ", keys)})" : "")}");
            }

            var table = new Table().Border(TableBorder.Simple).AddColumns("ARGUMENT", "DEFAULT", "ALLOWED", "MEANING");
            foreach (var argument in description.Arguments)
            {
                table.AddRow(new Text(argument.Name), new Text($"{argument.Default}"), new Text(argument.Allowed), new Text(argument.Description));
            }

            Results.Console.Write(table);
            return ExitCodes.Success;
        });
        return command;
    }
}
