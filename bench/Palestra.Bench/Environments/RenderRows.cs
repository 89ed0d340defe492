using Palestra.Gym;

namespace Palestra.Bench;

/// <summary>The rows <c>gym.render.…</c>, one per environment that renders frames, single-threaded.</summary>
internal static class RenderRows
{
    private const int LeastFrames = 20;

    public static async Task<IReadOnlyList<BenchResult>> RunAsync(IReadOnlyList<string> ids, BenchOptions options)
    {
        string[] drawn = [.. ids.Where(Renders)];
        var measurements = (options.Rounds + options.Sizes.WarmUps) * 2;
        var seconds = Math.Min(options.Sizes.EnvSeconds, options.Sizes.RenderBudgetSeconds / Math.Max(1, drawn.Length) / measurements);
        var results = new List<BenchResult>();
        foreach (var id in drawn)
        {
            results.Add(await MeasureAsync(id, seconds, options).ConfigureAwait(false));
        }

        return results;
    }

    private static bool Renders(string id)
    {
        using var env = EnvRegistry.Default.Make(id);
        return env.FrameSize.CanRender;
    }

    private static async Task<BenchResult> MeasureAsync(string id, double seconds, BenchOptions options)
    {
        using var speed = new FrameSpeed(id, options.Clock);
        var name = $"gym.render.{id}";
        var row = new Comparison(name, "frames/s", Better.Higher, "a plain copy of a frame of the same size");
        // A short run draws what is drawn once and says how many frames fill the time.
        speed.Drawn(LeastFrames);
        var frames = (int)Math.Clamp(speed.Drawn(LeastFrames).FramesPerSecond * seconds, LeastFrames, int.MaxValue);
        var copies = (int)Math.Clamp(speed.Copied(LeastFrames) * seconds, LeastFrames, int.MaxValue);
        var (_, expected) = speed.Drawn(frames);
        var pictures = 0UL;
        await Rounds.RunAsync(
            options, name,
            () =>
            {
                (var figure, pictures) = speed.Drawn(frames);
                return Task.FromResult(figure);
            },
            () => Task.FromResult(speed.Copied(copies)),
            (value, baseline) =>
            {
                row.Add(value, baseline);
                BenchFailedException.Unless(pictures == expected, $"{id} drew other pictures than before: same seed, same actions.");
            }).ConfigureAwait(false);
        return row.Build();
    }
}
