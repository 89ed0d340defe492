namespace Palestra.Settings;

/// <summary>What a run gets when whoever submits it does not say.</summary>
[SettingsGroup("run")]
public sealed record RunDefaultsSettings
{
    [Setting("default_seed",
        "Seed of a run that is submitted without one; equal seeds give equal trajectories.",
        Env = "GYM_DEFAULT_SEED", Unit = "seed", Min = 0, Hot = true)]
    public long DefaultSeed { get; init; } = 1;
}
