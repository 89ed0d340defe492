using System.Text.Json;
using Palestra.Storage;
using Palestra.Trainer;

namespace Palestra.Bench;

/// <summary>The rows <c>ingest.pipe</c> and <c>ingest.publish_to_ack…</c>: the slow lane and the disk without a trainer.</summary>
internal static class PipePart
{
    private const string EnvId = "FrozenLake8x8-v1";

    /// <summary>500 batches of 200 steps: 100,000 steps a second.</summary>
    private const double AckHz = 500;
    private const int AckSteps = 200;
    private const int AppendBytes = 4096;

    /// <summary>One batch in so many is warm-up.</summary>
    private const int WarmUpShare = 5;

    public static async Task<IEnumerable<BenchResult>> RunAsync(BenchOptions options, BenchDaemon daemon, int rounds)
    {
        var pipe = new Comparison("ingest.pipe", "steps/s", Better.Higher, "the same transport to a sink that acknowledges at once and keeps nothing");
        (string Name, double Share, Func<PipeFigures, double> Of)[] shares =
        [
            ("p50", 0.5, figures => figures.P50Ms), ("p99", 0.99, figures => figures.P99Ms), ("p999", 0.999, figures => figures.P999Ms),
        ];
        var acks = shares.Select(share => new Comparison(
            $"ingest.publish_to_ack_{share.Name}_ms", "ms", Better.Lower, "appending 4 KiB to a file and fsync")).ToArray();
        await using var sink = await DoNothingSink.StartAsync(options).ConfigureAwait(false);
        var batches = (int)(options.Sizes.PipeSteps / SampleSteps.BatchSteps);
        for (var round = 1; round <= rounds; round++)
        {
            options.Progress.WriteLine($"ingest.pipe: round {round} of {rounds}");
            var ours = await MeasureAsync(daemon, batches, SampleSteps.BatchSteps, 0, sink: null).ConfigureAwait(false);
            var before = sink.Steps;
            var nothing = await MeasureAsync(daemon, batches, SampleSteps.BatchSteps, 0, sink.Address).ConfigureAwait(false);
            BenchFailedException.Unless(
                sink.Steps - before == nothing.Steps, $"The sink got {sink.Steps - before} steps of {nothing.Steps}.");
            pipe.Add(ours.StepsPerSecond, nothing.StepsPerSecond);

            options.Progress.WriteLine($"ingest.publish_to_ack: round {round} of {rounds}");
            var paced = await MeasureAsync(daemon, options.Sizes.AckBatches, AckSteps, AckHz, sink: null).ConfigureAwait(false);
            var appends = Appends(options);
            foreach (var (row, share) in acks.Zip(shares))
            {
                row.Add(share.Of(paced), Percentiles.Of(appends, share.Share));
            }
        }

        return [pipe.Build(), .. acks.Select(row => row.Build())];
    }

    private static async Task<PipeFigures> MeasureAsync(BenchDaemon daemon, int batches, int batchSteps, double hz, Uri? sink)
    {
        var (run, folder) = await daemon.RunAsync(new RunRequest
        {
            EnvId = EnvId,
            Algorithm = BenchPipe.Id,
            Params = new Dictionary<string, JsonElement>
            {
                ["batches"] = JsonSerializer.SerializeToElement(batches),
                ["batch_steps"] = JsonSerializer.SerializeToElement(batchSteps),
                ["warm_up"] = JsonSerializer.SerializeToElement(batches / WarmUpShare),
                ["hz"] = JsonSerializer.SerializeToElement(hz),
                ["sink"] = JsonSerializer.SerializeToElement(sink?.ToString() ?? ""),
            },
            Seed = 7,
            TelemetryMode = TelemetryMode.DurableOnly,
        }).ConfigureAwait(false);
        var (expected, report) = ((long)batches * batchSteps, RunVerifier.Verify(folder));
        BenchFailedException.Unless(
            report.Steps == (sink is null ? expected : 0) && (sink is not null || report.Complete),
            $"The record of run '{run.RunId}' holds {report.Steps} of {expected} steps. {string.Join(' ', report.Problems)}");
        // The last thing a worker does, after the daemon let it go.
        await daemon.WaitAsync(run.RunId, view => !view.Worker.Alive).ConfigureAwait(false);
        var figures = BenchDaemon.Artifact<PipeFigures>(folder, BenchPipe.FiguresFile);
        BenchFailedException.Unless(figures.Steps == expected, $"The pipe counted {figures.Steps} acknowledged steps of {expected}.");
        return figures;
    }

    /// <summary>What the disk itself takes, milliseconds, ascending.</summary>
    private static double[] Appends(BenchOptions options)
    {
        var path = Path.Combine(options.Folder, "appends");
        using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0))
        {
            var bytes = new byte[AppendBytes];
            return
            [
                .. Enumerable.Range(0, options.Sizes.Fsyncs).Select(_ =>
                {
                    var started = options.Clock.GetTimestamp();
                    file.Write(bytes);
                    file.Flush(flushToDisk: true);
                    return options.Clock.GetElapsedTime(started).TotalMilliseconds;
                }).Order(),
            ];
        }
    }
}
