using System.CommandLine;
using Palestra.Storage;
using Palestra.Trainer.Api;

namespace Palestra.Cli;

/// <summary><c>palestra show RUN</c>.</summary>
internal static class ShowCommand
{
    private static readonly Argument<string> Run = GlobalOptions.Run();
    private static readonly Option<bool> Json = GlobalOptions.Json();

    public static Command Create()
    {
        var command = new Command("show", "Show one run.") { Run, Json };
        command.SetAction(ShowAsync);
        return command;
    }

    private static async Task<int> ShowAsync(ParseResult arguments, CancellationToken cancel)
    {
        var workbench = Workbench.Open(arguments);
        var folder = workbench.ExistingRun(arguments.GetRequiredValue(Run));
        var row = RunRow.From(RunScan.RowOf(folder));
        var (observer, rateHz) = row.Damaged is not null ? (null, 0) : Kept(folder);
        var run = new ShownRun(row) { Observer = row.Damaged is not null ? null : observer ?? await LiveAsync(workbench, row, cancel), RateHz = rateHz };
        if (arguments.GetValue(Json))
        {
            Results.Json(run);
        }
        else
        {
            RunTables.Details(run);
        }

        return run.Damaged is null ? ExitCodes.Success : ExitCodes.Failed;
    }

    private static (ObserverView? Observer, double RateHz) Kept(RunFolder folder)
    {
        try
        {
            using var reader = RunReader.Open(folder);
            var figures = reader.Figures();
            return (ObserverView.From(figures), CommandFigures.RateHz(figures) ?? reader.Manifest.RateHz);
        }
        catch (RunFileException)
        {
            // It was readable a moment ago: the figures alone are not worth failing for.
            return default;
        }
    }

    /// <summary>Only the daemon knows them before the run has ended.</summary>
    private static async Task<ObserverView?> LiveAsync(Workbench workbench, RunRow row, CancellationToken cancel)
    {
        if (row.EndedUs is not null)
        {
            return null;
        }

        try
        {
            using var client = new DaemonClient(workbench.Data);
            return (await client.ViewRunAsync(row.RunId, cancel)).Observer;
        }
        catch (Exception e) when (e is DaemonUnreachableException or UserErrorException)
        {
            return null;
        }
    }
}
