using System.CommandLine;
using Palestra.Gym;

namespace Palestra.Cli;

internal static class GymRolloutCommand
{
    public static Command Create()
    {
        var env = GymCommands.Env();
        var envArgs = GymCommands.EnvArgs();
        var seed = GymCommands.Seed();
        seed.Required = true;
        var actions = ActionsFile.Option();
        actions.Required = true;

        // The output is JSON lines in any case; the option is there because every other command has it.
        var json = GlobalOptions.Json();
        json.Description = "Print JSON lines (always so).";
        var command = new Command("rollout", "Take recorded actions and print what the environment answers, as JSON lines.") { env, envArgs, seed, actions, json };
        command.SetAction(arguments =>
        {
            using var made = GymCommands.Make(arguments, env, envArgs);
            using var taken = ActionsFile.Read(arguments.GetRequiredValue(actions));
            using var output = Console.OpenStandardOutput();
            try
            {
                RolloutRunner.Run(made, arguments.GetRequiredValue(seed)!.Value, taken.RootElement, output);
            }
            catch (GymException error)
            {
                throw new UserErrorException(error.Message);
            }

            return ExitCodes.Success;
        });
        return command;
    }
}
