namespace Palestra.Gym.Checking;

/// <summary>How thorough a check is.</summary>
[NotTunable("Options of one call to the checker, not of a running system; a caller gives others.")]
public sealed record EnvCheckOptions
{
    /// <summary>Seed of the environments and of the random actions.</summary>
    public ulong Seed { get; init; } = 7;

    /// <summary>Random steps that each rule plays.</summary>
    public int Steps { get; init; } = 300;

    /// <summary>Random steps after which an episode counts as endless.</summary>
    public int EndlessSteps { get; init; } = 20_000;
}
