using Palestra.Gym;

namespace Palestra.Bench;

/// <summary>The rows <c>gym.…</c>: one per environment, single-threaded, then those of the vectors.</summary>
internal static class GymPart
{
    private const int LeastSteps = 200;

    public static async Task<IReadOnlyList<BenchResult>> RunAsync(BenchOptions options)
    {
        var ids = options.EnvId is { } one ? [EnvRegistry.Default.Get(one).Id] : EnvRegistry.Default.Specs.Select(spec => spec.Id).ToArray();
        var measurements = (options.Rounds + options.Sizes.WarmUps) * 2;
        var seconds = Math.Min(options.Sizes.EnvSeconds, options.Sizes.EnvBudgetSeconds / ids.Length / measurements);
        for (var stage = 0; stage < EnvPace.Stages; stage++)
        {
            foreach (var id in ids)
            {
                using var speed = new EnvSpeed(id, options.Clock);
                Pace(speed, seconds, options);
            }
        }

        var results = new List<BenchResult>();
        foreach (var id in ids)
        {
            results.Add(await MeasureAsync(id, seconds, options).ConfigureAwait(false));
        }

        results.AddRange(await RenderRows.RunAsync(ids, options).ConfigureAwait(false));
        results.AddRange(await VectorRows.RunAsync(ids, options).ConfigureAwait(false));
        return results;
    }

    private static int Pace(EnvSpeed speed, double seconds, BenchOptions options)
    {
        EnvPace.Fill(seconds, LeastSteps, options, many => speed.Bare(many).StepsPerSecond);
        return EnvPace.Fill(seconds, LeastSteps, options, many => speed.Made(many).StepsPerSecond);
    }

    private static async Task<BenchResult> MeasureAsync(string id, double seconds, BenchOptions options)
    {
        using var speed = new EnvSpeed(id, options.Clock);
        var row = new Comparison($"gym.{id}", "steps/s", Better.Higher, "bare dynamics: the same object without wrapper and checks");
        var steps = Pace(speed, seconds, options);
        var (made, bare) = (default(EnvSum), default(EnvSum));
        await Rounds.RunAsync(
            options, $"gym.{id}",
            () =>
            {
                (var figure, made) = speed.Made(steps);
                return Task.FromResult(figure);
            },
            () =>
            {
                (var figure, bare) = speed.Bare(steps);
                return Task.FromResult(figure);
            },
            (value, baseline) =>
            {
                row.Add(value, baseline);
                BenchFailedException.Unless(
                    made == bare,
                    $"{id} came to {made.Rewards} in {made.Episodes} episodes, its bare dynamics to {bare.Rewards} in {bare.Episodes}: same seed, same actions.");
            }).ConfigureAwait(false);
        return row.Build();
    }
}
