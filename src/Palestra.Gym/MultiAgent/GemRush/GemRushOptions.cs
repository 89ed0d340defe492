namespace Palestra.Gym.MultiAgent;

/// <summary>What <see cref="GemRush"/> can be told. Immutable.</summary>
[NotTunable("Facts of the environment's definition; a run chooses with the environment's parameters.")]
public sealed record GemRushOptions
{
    public const int MinSize = 7;
    public const int MaxSize = 31;
    public const int MaxPlayers = 4;
    public const int MaxGems = 8;
    public const int MaxView = 15;

    /// <summary>2 to 4.</summary>
    public int Players { get; init; } = 2;

    /// <summary>Rows and columns, outer walls included: 7 to 31.</summary>
    public int Size { get; init; } = 11;

    /// <summary>Gems that lie about at any time: 1 to 8.</summary>
    public int Gems { get; init; } = 4;

    /// <summary>Part of the inner cells that is wall, 0 to 0.3; fewer if more would cut the arena apart.</summary>
    public double WallDensity { get; init; } = 0.18;

    /// <summary>Side of the square around itself that an agent sees: odd, 3 to 15.</summary>
    public int ViewSize { get; init; } = 7;

    /// <summary>Observations are the whole arena instead.</summary>
    public bool FullView { get; init; }

    /// <summary>Steps after which the episode is truncated.</summary>
    public int MaxSteps { get; init; } = 200;

    /// <exception cref="GymException">Something is out of range.</exception>
    internal GemRushOptions Checked()
    {
        Unless(Players is >= 2 and <= MaxPlayers, nameof(Players), Players, $"2 to {MaxPlayers}");
        Unless(Size is >= MinSize and <= MaxSize, nameof(Size), Size, $"{MinSize} to {MaxSize}");
        Unless(Gems is >= 1 and <= MaxGems, nameof(Gems), Gems, $"1 to {MaxGems}");
        Unless(WallDensity is >= 0 and <= 0.3, nameof(WallDensity), WallDensity, "0 to 0.3");
        Unless(ViewSize % 2 == 1 && ViewSize is >= 3 and <= MaxView, nameof(ViewSize), ViewSize, $"an odd number from 3 to {MaxView}");
        Unless(MaxSteps >= 1, nameof(MaxSteps), MaxSteps, "1 or more");
        return this;
    }

    private static void Unless(bool allowed, string name, double value, string range)
    {
        if (!allowed)
        {
            throw new GymException($"{name} of GemRush is {value}, which is not allowed: {range}.");
        }
    }
}
