using Palestra.Gym;
using Palestra.Gym.Vector;

namespace Palestra.Bench;

/// <summary>The rows <c>gym.vector.…</c> and <c>gym.threaded.…</c>: kinds of vector against single environments in a loop.</summary>
internal static class VectorRows
{
    private const int LeastCalls = 4;

    public static async Task<IReadOnlyList<BenchResult>> RunAsync(IReadOnlyList<string> ids, BenchOptions options)
    {
        (string Id, VectorKind Kind)[] rows =
        [
            .. ids.Where(CanBeBatched).Select(id => (id, VectorKind.Batched)),
            .. ids.Select(id => (id, VectorKind.Threaded)),
        ];
        var measurements = (options.Rounds + options.Sizes.WarmUps) * 2;
        var seconds = Math.Min(options.Sizes.EnvSeconds, options.Sizes.VectorBudgetSeconds / rows.Length / measurements);
        for (var stage = 0; stage < EnvPace.Stages; stage++)
        {
            foreach (var (id, kind) in (IEnumerable<(string, VectorKind)>)[.. rows, .. ids.Select(id => (id, VectorKind.Sync))])
            {
                using var speed = new VectorSpeed(id, options.Sizes.VectorSlots, kind, options.Clock);
                Pace(speed, seconds, options);
            }
        }

        var results = new List<BenchResult>();
        foreach (var (id, kind) in rows)
        {
            results.Add(await MeasureAsync(id, kind, seconds, options).ConfigureAwait(false));
        }

        return results;
    }

    private static int Pace(VectorSpeed speed, double seconds, BenchOptions options) =>
        EnvPace.Fill(seconds, LeastCalls, options, many => speed.Measure(many).StepsPerSecond / options.Sizes.VectorSlots);

    private static bool CanBeBatched(string id)
    {
        using var vector = EnvRegistry.Default.MakeVector(id, 1);
        return vector is BatchedVectorEnv;
    }

    private static async Task<BenchResult> MeasureAsync(string id, VectorKind kind, double seconds, BenchOptions options)
    {
        var slots = options.Sizes.VectorSlots;
        var name = $"gym.{(kind == VectorKind.Batched ? "vector" : "threaded")}.{id}";
        using var measured = new VectorSpeed(id, slots, kind, options.Clock);
        using var loop = new VectorSpeed(id, slots, VectorKind.Sync, options.Clock);
        var row = new Comparison(name, "steps/s", Better.Higher, $"the same {slots} environments one after the other, each as everybody makes it");
        var calls = Pace(measured, seconds, options);
        var (value, baseline) = (default(EnvSum), default(EnvSum));
        await Rounds.RunAsync(
            options, name,
            () =>
            {
                (var figure, value) = measured.Measure(calls);
                return Task.FromResult(figure);
            },
            () =>
            {
                (var figure, baseline) = loop.Measure(calls);
                return Task.FromResult(figure);
            },
            (figure, baselineFigure) =>
            {
                row.Add(figure, baselineFigure);
                BenchFailedException.Unless(
                    value == baseline,
                    $"{name} came to {value.Rewards} with {value.Episodes} ends, single environments to {baseline.Rewards} with {baseline.Episodes}: same seeds, same actions.");
            }).ConfigureAwait(false);
        return row.Build();
    }
}
