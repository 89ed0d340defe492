namespace Palestra.Settings;

/// <summary>What a run gets when whoever submits it does not say. The ranges hold for what a request says, too.</summary>
[SettingsGroup("run")]
public sealed record RunDefaultsSettings
{
    [Setting("default_seed",
        "Seed of a run that is submitted without one; equal seeds give equal trajectories.",
        Env = "GYM_DEFAULT_SEED", Unit = "seed", Min = 0, Hot = true)]
    public long DefaultSeed { get; init; } = 1;

    [Setting("default_env",
        "Environment that the form of a new run shows first.",
        Env = "GYM_DEFAULT_ENV", Hot = true)]
    public string DefaultEnv { get; init; } = "FrozenLake-v1";

    [Setting("cpus",
        "Processors a run reserves; it starts once so many of trainer.budget.cpus are free.",
        Env = "GYM_RUN_CPUS", Unit = "cpus", Min = 1, Max = 1024, Hot = true)]
    public int Cpus { get; init; } = 2;

    [Setting("memory_mb",
        "Memory a run reserves; it starts once so much of trainer.budget.memory_mb is free.",
        Env = "GYM_RUN_MEMORY_MB", Unit = "MiB", Min = 256, Max = 16_777_216, Hot = true)]
    public int MemoryMb { get; init; } = 2048;

    [Setting("gpus",
        "Graphics processors a run reserves; it starts once so many of trainer.budget.gpus are free.",
        Env = "GYM_RUN_GPU_REQUESTED", Unit = "gpus", Min = 0, Max = 8, Hot = true)]
    public int Gpus { get; init; }

    [Setting("rate",
        "Most steps per second of a run; 0 is no limit. 10 slows a run down to a step delay of 100 ms.",
        Env = "GYM_RUN_RATE_HZ", Unit = "Hz", Min = 0, Max = 1e9, Hot = true,
        Why = "The original had a step delay of 140 ms in its worker, 1000 ms in its form and 100 ms in its window, because whoever "
            + "watched slowed the training down. Here watching changes nothing, so there is no delay; the pace of a live run can be changed.")]
    public double RateHz { get; init; }

    [Setting("telemetry_mode",
        "Lanes of a run: live and recorded (dual-path), recorded without frames (durable-only), or frames without a record (fast-lane-only).",
        Env = "GYM_TELEMETRY_MODE", Allowed = ["dual-path", "durable-only", "fast-lane-only"], Hot = true,
        Why = "The original's form began with fast-lane-only, which keeps nothing; a run that nobody thought about is better recorded.")]
    public string TelemetryMode { get; init; } = "dual-path";
}
