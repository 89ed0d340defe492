using System.CommandLine;
using System.Globalization;
using Palestra.Storage;

namespace Palestra.Cli;

/// <summary><c>palestra verify RUN</c>: the receipt.</summary>
internal static class VerifyCommand
{
    private static readonly Argument<string> Run = GlobalOptions.Run();
    private static readonly Option<bool> Json = GlobalOptions.Json();

    public static Command Create()
    {
        var command = new Command("verify", "Prove that the record of a run is complete and sound; exit code 1 if it is not.") { Run, Json };
        command.SetAction(arguments =>
        {
            var report = RunVerifier.Verify(Workbench.Open(arguments).ExistingRun(arguments.GetRequiredValue(Run)));
            if (arguments.GetValue(Json))
            {
                Results.Json(report);
            }
            else
            {
                Print(report);
            }

            return report.Complete ? ExitCodes.Success : ExitCodes.Failed;
        });
        return command;
    }

    private static void Print(VerifyReport report)
    {
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.RunId}: {(report.Complete ? "complete" : "INCOMPLETE")}, {report.Episodes:N0} episodes, {report.Steps:N0} steps"));
        foreach (var stream in report.Streams)
        {
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {stream.AgentId}/{stream.Slot}: {stream.FirstSeq} to {stream.LastSeq}, {stream.Count:N0} steps, {stream.Gaps} gaps, {stream.Duplicates} duplicates, sha256 {stream.Sha256}"));
        }

        foreach (var problem in report.Problems)
        {
            Console.Out.WriteLine($"  {problem}");
        }
    }
}
