using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Bench;

/// <summary>
/// A run's durable path as the daemon has it: a bus, its blocking subscriber, one run file, every transaction with fsync.
/// What was written is read back step by step and its receipt verified.
/// </summary>
internal static class RunStore
{
    /// <returns>Seconds from the first publish until the last step is on disk and the file closed, its log copied into it.</returns>
    public static async Task<double> WriteAsync(
        RunFolder folder, IReadOnlyList<TelemetryEvent> events, BenchOptions options, bool verify = true)
    {
        var settings = options.Settings.Get<StorageSettings>();
        long started;
        using (var file = RunFile.Create(folder, Manifest(folder, events), settings, options.Clock))
        {
            var bus = new RunBus(options.Settings.Get<RunBusSettings>());
            using var durable = new DurablePath(bus, file, settings, options.Clock);
            started = options.Clock.GetTimestamp();
            var writing = Task.Run(() => durable.RunAsync());
            foreach (var item in events)
            {
                await bus.PublishAsync(item).ConfigureAwait(false);
            }

            bus.Complete();
            await writing.ConfigureAwait(false);
            CheckPosition(file, events);
        }

        var seconds = options.Clock.GetElapsedTime(started).TotalSeconds;
        if (verify)
        {
            ReadBack(folder, events);
        }

        return seconds;
    }

    /// <summary>Every step as it went in, and the receipt.</summary>
    internal static void ReadBack(RunFolder folder, IReadOnlyList<TelemetryEvent> events)
    {
        var expected = events.OfType<StepBatch>().ToArray();
        using (var reader = RunReader.Open(folder))
        {
            var (batchAt, rowAt) = (0, 0);
            foreach (var batch in reader.ReadSteps(expected[0].Stream, 1, int.MaxValue))
            {
                for (var i = 0; i < batch.Count; i++)
                {
                    var source = expected[batchAt];
                    BenchFailedException.Unless(
                        batch.FirstSeq + i == source.FirstSeq + rowAt
                        && batch.Rewards[i].Equals(source.Rewards[rowAt]) && batch.Flags[i] == source.Flags[rowAt]
                        && batch.TimesUs[i] == source.TimesUs[rowAt] && batch.Episodes[i] == source.Episodes[rowAt]
                        && batch.Observations.Row(i).SequenceEqual(source.Observations.Row(rowAt))
                        && batch.Actions.Row(i).SequenceEqual(source.Actions.Row(rowAt)),
                        $"Step {source.FirstSeq + rowAt} was read back as another than was written.");
                    if (++rowAt == source.Count)
                    {
                        (batchAt, rowAt) = (batchAt + 1, 0);
                    }
                }
            }

            BenchFailedException.Unless(batchAt == expected.Length, $"Only {batchAt} of {expected.Length} batches could be read back.");
        }

        var report = RunVerifier.Verify(folder);
        var stream = report.Streams.Single();
        // The run has no end, so it is not complete; all else of the receipt must be right.
        BenchFailedException.Unless(
            stream.Count == expected[^1].LastSeq && stream.Gaps == 0 && stream.Duplicates == 0 && stream.Sha256.Length > 0,
            $"The receipt says {stream.Count} sound steps, {stream.Gaps} gaps, {stream.Duplicates} duplicates; {expected[^1].LastSeq} were written.");
    }

    private static void CheckPosition(RunFile file, IReadOnlyList<TelemetryEvent> events)
    {
        var last = events.OfType<StepBatch>().Last().LastSeq;
        var durable = file.Positions.Single().DurableSeq;
        BenchFailedException.Unless(durable == last, $"The run file is durable up to step {durable}; {last} were published.");
    }

    // A run is made when its first step comes: rows of episodes count time from there.
    private static RunManifest Manifest(RunFolder folder, IReadOnlyList<TelemetryEvent> events) => new()
    {
        RunId = Path.GetFileName(folder.Path),
        Name = "bench",
        EnvId = "bench",
        Algorithm = "bench",
        Seed = 7,
        TelemetryMode = TelemetryMode.DurableOnly,
        CreatedUs = events.OfType<StepBatch>().First().TimesUs[0],
        CodeVersion = "bench",
        Host = "bench",
    };
}
