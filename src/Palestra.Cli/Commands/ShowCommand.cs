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
        command.SetAction(arguments =>
        {
            var run = RunRow.From(RunScan.RowOf(Workbench.Open(arguments).ExistingRun(arguments.GetRequiredValue(Run))));
            if (arguments.GetValue(Json))
            {
                Results.Json(run);
            }
            else
            {
                RunTables.Details(run);
            }

            return run.Damaged is null ? ExitCodes.Success : ExitCodes.Failed;
        });
        return command;
    }
}
