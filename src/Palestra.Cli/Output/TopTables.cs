using System.Globalization;
using Palestra.Trainer.Api;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Palestra.Cli;

/// <summary>The figures of a daemon for people: one row per run, one row per subscriber.</summary>
internal static class TopTables
{
    private const double KiB = 1024;

    public static IRenderable Of(SystemView system)
    {
        var head = new Text(string.Create(
            CultureInfo.InvariantCulture,
            $"{system.HttpAddress}  pid {system.Pid}  workers {system.Workers.Running} running, {system.Workers.Connected} connected  disk {Bytes(system.Disk.FreeBytes)} free"));
        return system.Runs.Count == 0
            ? new Rows(head, new Text("No run is live."))
            : new Rows(head, Runs(system.Runs), Subscribers(system.Runs));
    }

    private static Table Runs(IEnumerable<PipelineView> runs)
    {
        var table = New(["RUN", "STATE"], ["STEPS/S", "RECEIVED", "COMMITTED", "DEPTH", "P50 MS", "P99 MS", "WRITTEN", "CREDITS", "TWICE", "REJECTED", "VIEWERS"]);
        foreach (var run in runs)
        {
            Add(
                table, run.RunId, run.State, Count(run.StepsPerSecond), Count(run.Link.ReceivedSteps), Count(run.Durable.CommittedSteps),
                Count(run.Durable.QueueEvents), Ms(run.Durable.P50CommitMs), Ms(run.Durable.P99CommitMs), Bytes(run.Durable.BytesWritten),
                run.Worker.CreditsAvailable is { } credits ? Count(credits) : "", Count(run.Link.DuplicateSteps), Count(run.Link.RejectedMessages),
                Count(run.Viewers.Live + run.Viewers.Frames));
        }

        return table;
    }

    private static Table Subscribers(IEnumerable<PipelineView> runs)
    {
        var table = New(["RUN", "SUBSCRIBER", "WHEN FULL"], ["QUEUE", "LAG", "DROPPED"]);
        foreach (var run in runs)
        {
            foreach (var subscriber in run.Subscribers)
            {
                Add(
                    table, run.RunId, subscriber.Name, subscriber.Policy.OnFull == "block" ? "blocks" : "drops oldest",
                    Count(subscriber.Policy.Capacity), Count(subscriber.Lag), Count(subscriber.Dropped));
            }
        }

        return table;
    }

    private static Table New(string[] words, string[] figures)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var word in words)
        {
            table.AddColumn(new TableColumn(word).NoWrap());
        }

        foreach (var figure in figures)
        {
            table.AddColumn(new TableColumn(figure).RightAligned().NoWrap());
        }

        return table;
    }

    private static void Add(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));

    private static string Count(double count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Ms(double ms) => ms.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Bytes(double bytes) => bytes switch
    {
        < KiB => string.Create(CultureInfo.InvariantCulture, $"{bytes:0} B"),
        < KiB * KiB => string.Create(CultureInfo.InvariantCulture, $"{bytes / KiB:0.0} KiB"),
        < KiB * KiB * KiB => string.Create(CultureInfo.InvariantCulture, $"{bytes / (KiB * KiB):0.0} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (KiB * KiB * KiB):0.0} GiB"),
    };
}
