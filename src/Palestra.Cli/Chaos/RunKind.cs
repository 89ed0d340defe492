using Palestra.Trainer;

namespace Palestra.Cli.Chaos;

/// <summary>A kind of run that chaos is done to. Its steps are fixed, so that one undisturbed run is the measure for all of a kind.</summary>
/// <param name="RateHz">Steps a second; 0 runs as fast as it can.</param>
[NotTunable("Part of the chaos session that a seed names.")]
internal sealed record RunKind(string Name, string EnvId, long Steps, int NumEnvs, double RateHz)
{
    /// <summary>Slow enough that faults meet them in the middle, and one that is always behind with its acknowledgements.</summary>
    public static IReadOnlyList<RunKind> All { get; } =
    [
        new("paced", "FrozenLake-v1", 16_000, 1, 1_000),
        new("wide", "FrozenLake8x8-v1", 24_000, 4, 2_000),
        new("unpaced", "FrozenLake-v1", 1_000_000, 1, 0),
    ];

    public RunRequest Request(string runId, ulong seed, bool disturbed) => new()
    {
        EnvId = EnvId,
        Algorithm = "q-learning",
        Seed = seed,
        Steps = Steps,
        NumEnvs = NumEnvs,
        RateHz = disturbed && RateHz > 0 ? RateHz : null,
        RunId = runId,
        Tags = ["chaos"],
    };
}
