namespace Palestra.Gym.Grid;

/// <summary>
/// One empty room with the goal in its lower right corner. The agent starts anywhere, or in the upper left corner looking
/// right. Draws per reset: the agent's cell, its heading; none with a fixed start.
/// </summary>
public sealed class GridEmpty : GridWorld
{
    [NotTunable("A fact of the environment: the smallest grid with more than the goal in it.")]
    internal const int MinSize = 4;

    private readonly bool _randomStart;
    private readonly GridLayout _layout;

    /// <param name="randomStart">The agent starts in any cell and looks anywhere, the goal's own cell excepted.</param>
    /// <exception cref="GymException">An option is out of range.</exception>
    public GridEmpty(GridWorldOptions options, bool randomStart = true)
        : base(options, MinSize)
    {
        _randomStart = randomStart;
        var goal = Map.Size - 2;
        var inner = Enumerable.Range(0, goal * goal).Select(i => new GridCell(1 + (i / goal), 1 + (i % goal)));
        _layout = new GridLayout(Map.Size, Map.Size, [.. inner.SkipLast(1).Take(randomStart ? int.MaxValue : 1)], [new GridCell(goal, goal)], []);
    }

    public override string Mission => "get to the green goal square";

    public override GridLayout Grid => _layout;

    protected override Pose Generate()
    {
        Map[Map.Size - 2, Map.Size - 2] = Cell.Goal;
        return _randomStart ? DrawAgent() : new Pose(1, 1, Heading.Right);
    }
}
