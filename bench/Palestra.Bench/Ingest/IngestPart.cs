namespace Palestra.Bench;

/// <summary>The rows <c>ingest.…</c>.</summary>
internal static class IngestPart
{
    /// <summary>Each round starts processes and takes seconds.</summary>
    private const int MostRounds = 3;

    private const double TrainerHz = 200_000;
    private const string DoNothing = "the same trainer, telemetry to a do-nothing sink";

    public static async Task<IReadOnlyList<BenchResult>> RunAsync(BenchOptions options)
    {
        BenchTrainer.Register();
        BenchPipe.Register();
        await using var daemon = await BenchDaemon.StartAsync(options, "ingest").ConfigureAwait(false);
        return
        [
            .. await TrainersAsync(options, daemon).ConfigureAwait(false),
            .. await PipePart.RunAsync(options, daemon, Math.Min(options.Rounds, MostRounds)).ConfigureAwait(false),
        ];
    }

    private static async Task<IEnumerable<BenchResult>> TrainersAsync(BenchOptions options, BenchDaemon daemon)
    {
        var (sizes, rounds) = (options.Sizes, Math.Min(options.Rounds, MostRounds));
        var endToEnd = new Comparison("ingest.end_to_end", "steps/s", Better.Higher, DoNothing);
        var cost = new Comparison("ingest.cost_to_trainer", "share", Better.Lower, DoNothing);
        var speed = new Comparison("ingest.trainer_at_200k", "steps/s", Better.Higher, DoNothing);
        var cpu = new Comparison("ingest.trainer_cpu_per_step", "µs", Better.Lower, DoNothing);
        var costUnpaced = new Comparison("ingest.cost_to_trainer_unpaced", "share", Better.Lower, DoNothing);
        var fast = new TrainerPair(daemon, sizes.RunSteps, sizes.TrainerWarmUp, work: 0);
        var steady = new TrainerPair(
            daemon, sizes.SteadyWarmUp + sizes.TrainerSteps, sizes.SteadyWarmUp, WorkPerStep.For(TrainerHz, options.Clock));

        // The daemon is one process for all rounds: what the compiler does in it during the first run belongs to none of them.
        options.Progress.WriteLine("ingest: warm-up");
        _ = await fast.RecordedAsync().ConfigureAwait(false);
        for (var round = 1; round <= rounds; round++)
        {
            options.Progress.WriteLine($"ingest.end_to_end: round {round} of {rounds}");
            var (recorded, alone) = (await fast.RecordedAsync().ConfigureAwait(false), await fast.UnrecordedAsync().ConfigureAwait(false));
            endToEnd.Add(fast.EndToEnd, alone.StepsPerSecondInAll);
            AddCost(costUnpaced, recorded, alone);
            options.Progress.WriteLine($"ingest.cost_to_trainer: round {round} of {rounds}");
            (recorded, alone) = (await steady.RecordedAsync().ConfigureAwait(false), await steady.UnrecordedAsync().ConfigureAwait(false));
            speed.Add(recorded.StepsPerSecond, alone.StepsPerSecond);
            AddCost(cost, recorded, alone);
            cpu.Add(recorded.CpuMicroseconds, alone.CpuMicroseconds);
        }

        return
        [
            endToEnd.Build("500,000 steps/s", (value, _) => value >= 500_000),
            cost.Build("below 0.1", (value, _) => value < 0.1),
            speed.Build(),
            cpu.Build(),
            costUnpaced.Build(),
        ];
    }

    /// <summary>Share of its speed that a trainer loses by being recorded; below 0 is the machine's noise.</summary>
    private static void AddCost(Comparison row, TrainerSpeed recorded, TrainerSpeed alone)
    {
        var kept = recorded.StepsPerSecond / alone.StepsPerSecond;
        row.Add(1 - kept, 0, kept);
    }
}
