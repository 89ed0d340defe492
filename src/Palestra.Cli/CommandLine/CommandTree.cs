using System.CommandLine;

namespace Palestra.Cli;

/// <summary>All commands.</summary>
internal static class CommandTree
{
    public static RootCommand Build()
    {
        var root = new RootCommand("Palestra: an operator's workbench for reinforcement-learning runs.");
        foreach (var option in GlobalOptions.All)
        {
            root.Add(option);
        }

        foreach (var command in Commands())
        {
            root.Add(command);
        }

        return root;
    }

    private static IEnumerable<Command> Commands() =>
    [
        UpCommand.Create(),
        RunCommand.Create(),
        PsCommand.Create(),
        ShowCommand.Create(),
        LogsCommand.Create(),
        TopCommand.Create(),
        .. ControlCommands.Create(),
        RmCommand.Create(),
        VerifyCommand.Create(),
        ExportCommand.Create(),
        SettingsCommands.Create(),
        GymCommands.Create(),
        BenchCommand.Create(),
        WorkerCommand.Create(),
        ChaosCommand.Create(),
    ];
}
