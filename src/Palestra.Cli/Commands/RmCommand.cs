using System.CommandLine;
using Palestra.Storage;

namespace Palestra.Cli;

/// <summary><c>palestra rm RUN…</c>: deletes runs and everything that was recorded of them.</summary>
internal static class RmCommand
{
    private static readonly Argument<string[]> Runs = new("RUN") { Description = "Run ids.", Arity = ArgumentArity.OneOrMore };

    public static Command Create()
    {
        var command = new Command("rm", "Delete runs with everything that was recorded of them.") { Runs };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancel)
    {
        var workbench = Workbench.Open(arguments);
        var runs = arguments.GetRequiredValue(Runs);
        var folders = runs.Select(workbench.ExistingRun).ToList();
        using var client = new DaemonClient(workbench.Data);
        if (await client.IsThereAsync(cancel))
        {
            foreach (var run in runs)
            {
                await client.DeleteRunAsync(run, cancel);
            }
        }
        else
        {
            DeleteWithoutDaemon(workbench.Data, folders);
        }

        return ExitCodes.Success;
    }

    private static void DeleteWithoutDaemon(DataRoot data, List<RunFolder> folders)
    {
        using var held = DataRootLock.TryAcquire(data, out var error) ?? throw new UserErrorException(error!);
        using var catalog = Catalog.Open(data);
        foreach (var folder in folders)
        {
            Directory.Delete(folder.Path, recursive: true);
            catalog.Delete(Path.GetFileName(folder.Path));
        }
    }
}
