using Palestra.Gym;

namespace Palestra.Bench;

/// <summary>
/// The benchmarks, by part. Each checks its own sums and fails with a sentence when they are wrong. One call at a time:
/// two would measure each other.
/// </summary>
public static class BenchSuite
{
    private static readonly Dictionary<string, Func<BenchOptions, Task<IReadOnlyList<BenchResult>>>> ByName = new()
    {
        ["bus"] = BusPart.RunAsync,
        ["store"] = StorePart.RunAsync,
        ["ingest"] = IngestPart.RunAsync,
        ["fastlane"] = FastLanePart.RunAsync,
        ["gym"] = GymPart.RunAsync,
        ["settings"] = SettingsPart.RunAsync,
    };

    /// <summary>Names of the parts, in the order they run.</summary>
    public static IReadOnlyList<string> Parts { get; } = [.. ByName.Keys];

    /// <param name="part">One of <see cref="Parts"/>; <c>null</c> is all.</param>
    /// <exception cref="BenchFailedException">A sum is wrong, or what is needed cannot be made.</exception>
    /// <exception cref="GymException">The environment asked for is unknown.</exception>
    public static async Task<IReadOnlyList<BenchResult>> RunAsync(string? part, BenchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var results = new List<BenchResult>();
        Directory.CreateDirectory(options.Folder);
        try
        {
            foreach (var name in part is null ? Parts : [part])
            {
                var started = options.Clock.GetTimestamp();
                results.AddRange(await ByName[name](options).ConfigureAwait(false));
                options.Progress.WriteLine(FormattableString.Invariant($"{name}: {options.Clock.GetElapsedTime(started).TotalSeconds:0.0} s"));
            }
        }
        finally
        {
            Directory.Delete(options.Folder, recursive: true);
        }

        return results;
    }
}
