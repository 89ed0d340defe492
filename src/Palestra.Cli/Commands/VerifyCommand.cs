using System.CommandLine;
using System.Globalization;
using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Cli;

/// <summary><c>palestra verify RUN</c>: the receipt; with <c>--repair</c>, also what could be recovered.</summary>
internal static class VerifyCommand
{
    private static readonly Argument<string> Run = GlobalOptions.Run();
    private static readonly Option<bool> Json = GlobalOptions.Json();
    private static readonly Option<bool> Repair = new("--repair")
    {
        Description = "Recover what is sound from a damaged run file into a new one; the damaged one is kept beside it. Exit code 0 if that worked, whatever is lost.",
    };

    public static Command Create()
    {
        var command = new Command("verify", "Prove that the record of a run is complete and sound; exit code 1 if it is not.") { Run, Repair, Json };
        command.SetAction(arguments =>
        {
            var bench = Workbench.Open(arguments);
            var folder = bench.ExistingRun(arguments.GetRequiredValue(Run));
            var repaired = arguments.GetValue(Repair) ? RepairRun(bench.Data, folder) : null;
            var report = RunVerifier.Verify(folder);
            if (arguments.GetValue(Json))
            {
                Results.Json(report with { Repaired = repaired });
            }
            else
            {
                Print(report);
                Print(repaired);
            }

            return report.Complete || repaired is not null ? ExitCodes.Success : ExitCodes.Failed;
        });
        return command;
    }

    private static RepairReport RepairRun(DataRoot root, RunFolder folder)
    {
        // No daemon can start on the data folder while its files change; one that runs already writes only runs that go on.
        using var alone = DataRootLock.TryAcquire(root, out _);
        var report = RunRepair.Repair(folder, mayWrite: alone is not null, TimeProvider.System);
        if (alone is not null && report.Changed && RunId.TryParse(Path.GetFileName(folder.Path), out var run))
        {
            using var catalog = Catalog.Open(root);
            catalog.Refresh(run);
        }

        return report;
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

    private static void Print(RepairReport? repaired)
    {
        if (repaired is null)
        {
            return;
        }

        Console.Out.WriteLine(repaired.Changed
            ? $"repaired: the damaged file is now {repaired.DamagedFile}"
            : "nothing to repair: everything that can be recovered is in the file as it is");
        foreach (var stream in repaired.Streams)
        {
            Console.Out.WriteLine($"  {stream.AgentId}/{stream.Slot}: kept {Ranges(stream.Kept)}; lost {Ranges(stream.Lost)}");
        }

        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  kept {repaired.EpisodesKept:N0} episodes, {repaired.StatesKept:N0} states, {repaired.LogLinesKept:N0} log lines; lost {repaired.EpisodesLost:N0} episodes"));
        foreach (var sentence in repaired.Unreadable)
        {
            Console.Out.WriteLine($"  {sentence}");
        }
    }

    private static string Ranges(IReadOnlyList<SeqRange> ranges) =>
        ranges.Count == 0 ? "nothing" : string.Join(", ", ranges.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.FirstSeq} to {r.LastSeq}")));
}
