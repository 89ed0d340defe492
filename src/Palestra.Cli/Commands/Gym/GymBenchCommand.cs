using System.CommandLine;

namespace Palestra.Cli;

/// <summary><c>palestra gym bench [ENV]</c>: speed of one environment or of all.</summary>
internal static class GymBenchCommand
{
    public static Command Create()
    {
        var env = GymCommands.Env();
        env.Arity = ArgumentArity.ZeroOrOne;
        var json = GlobalOptions.Json();
        var rounds = BenchCommand.RoundsOption();
        var command = new Command("bench", "Steps per second of one environment, or of all, beside the bare dynamics.") { env, json, rounds };
        command.SetAction(arguments => BenchCommand.RunAsync(
            "gym", arguments.GetValue(env), Workbench.Open(arguments).WithEnvironments(), arguments.GetValue(rounds), arguments.GetValue(json)));
        return command;
    }
}
