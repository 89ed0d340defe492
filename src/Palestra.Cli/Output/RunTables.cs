using System.Globalization;
using Palestra.Trainer.Api;
using Spectre.Console;

namespace Palestra.Cli;

/// <summary>Runs for people, on stdout.</summary>
internal static class RunTables
{
    public static void List(IReadOnlyList<RunRow> runs)
    {
        if (runs.Count == 0)
        {
            Console.Error.WriteLine("No runs yet. 'palestra up --demo' starts one.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        foreach (var heading in new[] { "RUN", "STATUS", "ENVIRONMENT", "ALGORITHM" })
        {
            table.AddColumn(new TableColumn(heading).NoWrap());
        }

        foreach (var heading in new[] { "SEED", "EPISODES", "STEPS", "RETURN" })
        {
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap());
        }

        foreach (var run in runs)
        {
            table.AddRow(new[]
            {
                run.RunId, Status(run), run.EnvId, run.Algorithm, run.Seed.ToString(CultureInfo.InvariantCulture),
                Count(run.Episodes), Count(run.Steps), Figure(run.MeanReturn100),
            }.Select(cell => new Text(cell)));
        }

        Results.Console.Write(table);
        foreach (var damaged in runs.Where(run => run.Damaged is not null))
        {
            Console.Error.WriteLine($"Run '{damaged.RunId}' is damaged: {damaged.Damaged}");
        }
    }

    public static void Details(ShownRun run) => Write(
    [
        ("run", run.RunId),
        ("name", run.Name),
        ("status", Status(run)),
        ("reason", run.Damaged ?? run.Reason ?? ""),
        ("environment", run.EnvId),
        ("algorithm", run.Algorithm),
        ("seed", run.Seed.ToString(CultureInfo.InvariantCulture)),
        ("episodes", Of(run.Episodes, run.TargetEpisodes)),
        ("steps", Of(run.Steps, run.TargetSteps)),
        ("mean return of the last 100", Figure(run.MeanReturn100)),
        ("rate", run.RateHz > 0 ? string.Create(CultureInfo.InvariantCulture, $"at most {run.RateHz:0.###} steps/s") : "as fast as it goes"),
        ("telemetry mode", run.TelemetryMode),
        ("reserved", run.Resources is { } own ? $"{own.Cpus} cpus, {Count(own.MemoryMb)} MiB, {own.Gpus} gpus" : ""),
        ("disk", $"{Count(run.DiskBytes)} bytes"),
        ("cost of telemetry", Cost(run.Observer)),
    ]);

    public static void Summary(RunSummary run) => Write(
    [
        ("run", run.RunId),
        ("status", Status(run.Status, run.Outcome)),
        ("reason", run.Reason ?? ""),
        ("episodes", Count(run.Episodes)),
        ("steps", Count(run.Steps)),
        ("mean return of the last 100", Figure(run.MeanReturn100)),
        ("time", string.Create(CultureInfo.InvariantCulture, $"{run.WallSeconds:0.0} s, {run.StepsPerSecond:N0} steps/s")),
    ]);

    private static void Write(IEnumerable<(string Name, string Value)> rows)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var (name, value) in rows.Where(row => row.Value.Length > 0))
        {
            grid.AddRow(new Text(name), new Text(value));
        }

        Results.Console.Write(grid);
    }

    private static string Cost(ObserverView? observer) => observer is null ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"{observer.Share:0.0%} of the run's time, pauses left out: slow lane {observer.SlowLaneUsPerStep:0.000} µs/step, fast lane {observer.FastLaneUsPerStep:0.000} µs/step");

    private static string Status(RunRow run) => run.Damaged is null ? Status(run.Status, run.Outcome) : "DAMAGED";

    private static string Status(string status, string? outcome) => outcome is null ? status : $"{status} {outcome}";

    private static string Of(long count, long? target) => target is null ? Count(count) : $"{Count(count)} of {Count(target.Value)}";

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Figure(double? figure) => figure?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";
}
