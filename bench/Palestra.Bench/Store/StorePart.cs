using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Bench;

/// <summary>The rows <c>store.…</c>.</summary>
internal static class StorePart
{
    private const string Rows = "best row-per-step insert, same durability";
    private const string DiskEnv = "FrozenLake8x8-v1";

    /// <summary>SQLite's usual size, which run files keep.</summary>
    private const int RunFilePageBytes = 4096;

    public static async Task<IReadOnlyList<BenchResult>> RunAsync(BenchOptions options)
    {
        var speed = new Comparison("store.commit", "steps/s", Better.Higher, Rows);
        var batches = SampleSteps.CartPole(options.Sizes.StoreSteps);
        var checkpointBytes = CheckpointBytes(options);
        var number = 0;
        await Rounds.RunAsync(
            options, "store.commit",
            async () =>
            {
                var folder = Folder(options, ++number);
                // Reading a million steps back takes as long as writing them: the first time is proof enough.
                var seconds = await RunStore.WriteAsync(folder, batches, options, verify: number == 1).ConfigureAwait(false);
                Directory.Delete(folder.Path, recursive: true);
                return options.Sizes.StoreSteps / seconds;
            },
            () =>
            {
                var folder = Folder(options, ++number);
                Directory.CreateDirectory(folder.Path);
                var seconds = RowStore.Write(Path.Combine(folder.Path, "rows.db"), batches, options.Sizes.RowSteps, checkpointBytes, options.Clock);
                Directory.Delete(folder.Path, recursive: true);
                return Task.FromResult(options.Sizes.RowSteps / seconds);
            },
            speed.Add).ConfigureAwait(false);
        return
        [
            speed.Build("1,000,000 steps/s and 10 x the baseline", (value, ratio) => value >= 1e6 && ratio >= 10),
            .. await DiskAsync(options).ConfigureAwait(false),
        ];
    }

    /// <summary>Bytes do not vary: one round.</summary>
    private static async Task<IEnumerable<BenchResult>> DiskAsync(BenchOptions options)
    {
        options.Progress.WriteLine("store.bytes_per_step");
        var steps = options.Sizes.DiskSteps;
        var events = SampleSteps.Of(DiskEnv, steps, options.Clock);
        var folder = Folder(options, 0);
        await RunStore.WriteAsync(folder, events, options).ConfigureAwait(false);
        var all = FileBytes(folder.DatabaseFile) / (double)steps;

        // The same steps without their episodes: what is left is blocks.
        var stepsOnly = new RunFolder($"{folder.Path}-steps");
        await RunStore.WriteAsync(stepsOnly, [.. events.Where(item => item is StepBatch)], options, verify: false).ConfigureAwait(false);
        var blocks = FileBytes(stepsOnly.DatabaseFile) / (double)steps;

        var rowFile = Path.Combine(folder.Path, "rows.db");
        RowStore.Write(rowFile, [.. events.OfType<StepBatch>()], steps, CheckpointBytes(options), options.Clock);
        var rows = FileBytes(rowFile) / (double)steps;
        Directory.Delete(folder.Path, recursive: true);
        Directory.Delete(stepsOnly.Path, recursive: true);

        var inBlocks = new Comparison("store.bytes_per_step", "bytes", Better.Lower, Rows);
        inBlocks.Add(blocks, rows);
        var inFile = new Comparison("store.bytes_per_step_with_episodes", "bytes", Better.Lower, Rows);
        inFile.Add(all, rows);
        return [inBlocks.Build("6 or less", (value, _) => value <= 6), inFile.Build()];
    }

    /// <summary>The same for the run file and for the rows.</summary>
    private static int CheckpointBytes(BenchOptions options) => options.Settings.Get<StorageSettings>().CheckpointInterval * RunFilePageBytes;

    private static RunFolder Folder(BenchOptions options, int number) => new(Path.Combine(options.Folder, $"store-{number}"));

    private static long FileBytes(string database) =>
        new[] { database, $"{database}-wal" }.Where(File.Exists).Sum(file => new FileInfo(file).Length);
}
