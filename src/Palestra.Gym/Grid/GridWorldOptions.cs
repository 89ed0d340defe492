namespace Palestra.Gym.Grid;

/// <summary>What all grid worlds can be told. Immutable.</summary>
[NotTunable("Facts of the environments' definition; a run chooses with the environment's parameters.")]
public sealed record GridWorldOptions
{
    /// <summary>Largest grid, in rows and columns, walls included.</summary>
    public const int MaxSize = 64;

    /// <summary>Rows and columns, walls included.</summary>
    public int Size { get; init; } = 8;

    /// <summary>Side of the square that the agent sees: odd, 3 to 15.</summary>
    public int ViewSize { get; init; } = 7;

    /// <summary>Observations are the whole grid from above instead.</summary>
    public bool FullView { get; init; }

    /// <summary>Walls and doors hide nothing.</summary>
    public bool SeeThroughWalls { get; init; }

    /// <summary>Steps after which an episode is truncated; they also set the pace that the reward is measured by.</summary>
    public int MaxSteps { get; init; } = 256;

    /// <exception cref="GymException">Something is out of range.</exception>
    internal GridWorldOptions Checked(int minSize)
    {
        Unless(Size >= minSize && Size <= MaxSize, nameof(Size), Size, $"{minSize} to {MaxSize}");
        Unless(ViewSize % 2 == 1 && ViewSize >= 3 && ViewSize <= Sight.MaxView, nameof(ViewSize), ViewSize, $"an odd number from 3 to {Sight.MaxView}");
        Unless(MaxSteps >= 1, nameof(MaxSteps), MaxSteps, "1 or more");
        return this;
    }

    private static void Unless(bool allowed, string name, int value, string range)
    {
        if (!allowed)
        {
            throw new GymException($"{name} of a grid world is {value}, which is not allowed: {range}.");
        }
    }
}
