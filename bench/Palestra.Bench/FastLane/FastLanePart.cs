using Palestra.FastLane;

namespace Palestra.Bench;

/// <summary>The rows <c>fastlane.…</c>.</summary>
internal static class FastLanePart
{
    private const string SharedMemory = "/dev/shm";

    public static async Task<IReadOnlyList<BenchResult>> RunAsync(BenchOptions options)
    {
        var settings = options.Settings.Get<FastLaneSettings>();
        var folder = Directory.Exists(SharedMemory) ? SharedMemory : options.Folder;
        var path = Path.Combine(folder, $"palestra-bench-{Environment.ProcessId}.ring");
        var row = new Comparison("fastlane.copy", "frames/s", Better.Higher, "two plain memory copies");
        try
        {
            var copy = new FastLaneCopy(path, options.Sizes.Frames, settings, options.Clock);
            await Rounds.RunAsync(
                options, "fastlane.copy", () => Task.FromResult(copy.Ring()), () => Task.FromResult(copy.Copies()), row.Add).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(path);
        }

        return [row.Build("0.8 x the baseline", (_, ratio) => ratio >= 0.8), .. await FrameAge.RunAsync(options).ConfigureAwait(false)];
    }
}
