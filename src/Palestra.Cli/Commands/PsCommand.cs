using System.CommandLine;
using Palestra.Storage;
using Palestra.Trainer.Api;

namespace Palestra.Cli;

/// <summary><c>palestra ps</c>: the runs of the data folder, newest first.</summary>
internal static class PsCommand
{
    private static readonly Option<bool> Json = GlobalOptions.Json();

    public static Command Create()
    {
        var command = new Command("ps", "List the runs of the data folder, newest first.") { Json };
        command.SetAction(arguments =>
        {
            var runs = Runs(Workbench.Open(arguments).Data);
            if (arguments.GetValue(Json))
            {
                Results.Json(runs);
            }
            else
            {
                RunTables.List(runs);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static List<RunRow> Runs(DataRoot data)
    {
        if (!Directory.Exists(data.RunsFolder))
        {
            return [];
        }

        return
        [
            .. Directory.EnumerateDirectories(data.RunsFolder)
                .Select(folder => RunRow.From(RunScan.RowOf(new RunFolder(folder))))
                .OrderByDescending(run => run.CreatedUs).ThenBy(run => run.RunId, StringComparer.Ordinal),
        ];
    }
}
