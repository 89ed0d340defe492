using System.Globalization;
using Palestra.Trainer.Api;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Palestra.Cli;

/// <summary>The figures of a daemon for people: one row per run, one row per subscriber.</summary>
internal static class TopTables
{
    private const double KiB = 1024;
    private const double MillisecondsPerSecond = 1000;

    public static IRenderable Of(SystemView system)
    {
        var head = new Text(string.Create(
            CultureInfo.InvariantCulture,
            $"{system.HttpAddress}  pid {system.Pid}  workers {system.Workers.Running} running, {system.Workers.Connected} connected  disk {Bytes(system.Disk.FreeBytes)} free"));
        return system.Runs.Count == 0
            ? new Rows(head, new Text("No run is live."))
            : new Rows(head, Runs(system.Runs), Lanes(system.Runs), Subscribers(system.Runs), Commits(system.Runs));
    }

    private static Table Runs(IEnumerable<PipelineView> runs)
    {
        var table = New(["RUN", "STATE"], ["STEPS/S", "RECEIVED", "TWICE", "REJECTED", "COMMITTED", "DEPTH", "COMMITS", "P50 MS", "P99 MS", "WRITTEN", "RETRIES", "REFUSED"]);
        foreach (var run in runs)
        {
            Add(
                table, run.RunId, run.State, Count(run.StepsPerSecond), Count(run.Link.ReceivedSteps), Count(run.Link.DuplicateSteps),
                Count(run.Link.RejectedMessages), Count(run.Durable.CommittedSteps), Count(run.Durable.QueueEvents), Count(run.Durable.Commits),
                Ms(run.Durable.P50CommitMs), Ms(run.Durable.P99CommitMs), Bytes(run.Durable.BytesWritten), Count(run.Durable.Retries), Count(run.Durable.Refused));
        }

        return table;
    }

    private static Table Lanes(IEnumerable<PipelineView> runs)
    {
        var table = New(["RUN"], ["CREDITS", "OF", "UNACKED", "SPOOL", "BLOCKED MS", "SESSIONS", "PUBLISHED", "WAITS", "NO ROOM", "VIEWERS", "CONFLATED", "FRAMES", "SKIPPED", "COST"]);
        foreach (var run in runs)
        {
            Add(
                table, run.RunId, Known(run.Worker.CreditsAvailable, Count), Count(run.Credits.WindowSteps), Known(run.Worker.UnacknowledgedSteps, Count),
                Known(run.Worker.SpoolBytes, Bytes), Known(run.Worker.BlockedMs, Count), Count(run.Link.Sessions), Count(run.Bus.Published),
                Count(run.Bus.PublisherWaits), Count(run.Bus.Refused), Count(run.Viewers.Live + run.Viewers.Frames), Count(run.Viewers.Conflated),
                Known(run.FastLane?.FramesRead, Count), Known(run.FastLane?.FramesSkipped, Count),
                Known(run.Observer?.Share, share => share.ToString("0.0%", CultureInfo.InvariantCulture)));
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

    /// <summary>The histogram of commit times; a bucket that is empty for every run has no column.</summary>
    private static Table Commits(IReadOnlyCollection<PipelineView> runs)
    {
        var histograms = runs.Select(r => r.Durable.CommitDuration.Buckets).ToArray();
        var shown = Enumerable.Range(0, histograms.Max(h => h.Count)).Where(i => histograms.Any(h => h[i].Count > 0)).ToArray();
        var table = New(["RUN"], ["COMMITS IN", .. shown.Select(i => Within(histograms[0], i))]);
        foreach (var run in runs)
        {
            Add(table, [run.RunId, Count(run.Durable.CommitDuration.Count), .. shown.Select(i => Count(run.Durable.CommitDuration.Buckets[i].Count))]);
        }

        return table;
    }

    private static string Within(IReadOnlyList<BucketView> buckets, int i) =>
        buckets[i].UpToSeconds is { } seconds ? Length(seconds) : $"> {Length(buckets[i - 1].UpToSeconds ?? 0)}";

    private static string Length(double seconds) => seconds < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds * MillisecondsPerSecond:0.###} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###} s");

    private static string Known<T>(T? figure, Func<double, string> text)
        where T : struct, IConvertible => figure is { } known ? text(known.ToDouble(CultureInfo.InvariantCulture)) : "";

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
