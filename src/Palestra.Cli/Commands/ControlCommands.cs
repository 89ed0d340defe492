using System.CommandLine;

namespace Palestra.Cli;

/// <summary><c>palestra stop</c>, <c>pause</c>, <c>resume</c>: asks the daemon.</summary>
internal static class ControlCommands
{
    public static IEnumerable<Command> Create() =>
    [
        Create("stop", "End a run in good order; its outcome is cancelled.", "stopping"),
        Create("pause", "Pause a run after its current step.", "pausing"),
        Create("resume", "Let a paused run go on.", "resuming"),
    ];

    private static Command Create(string action, string description, string doing)
    {
        var run = GlobalOptions.Run();
        var command = new Command(action, description) { run };
        command.SetAction(async (arguments, cancel) =>
        {
            var workbench = Workbench.Open(arguments);
            var id = arguments.GetRequiredValue(run);
            workbench.ExistingRun(id);
            using var client = new DaemonClient(workbench.Data);
            var row = await client.ControlAsync(id, action, null, cancel);
            await Console.Error.WriteLineAsync($"Run {row.RunId} is {doing} (status {row.Status}).");
            return ExitCodes.Success;
        });
        return command;
    }
}
