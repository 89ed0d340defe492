namespace Palestra.Gym.Grid;

/// <summary>
/// Four rooms around a cross of walls; each of its four arms has one gap. Goal and agent are anywhere. The task of Sutton,
/// Precup &amp; Singh (1999), "Between MDPs and semi-MDPs", made anew every episode. Always solvable: the rooms form a ring.
/// Draws per reset: the gap of the upper, lower, left and right arm, the goal, the agent's cell, its heading.
/// </summary>
public sealed class GridFourRooms : GridWorld
{
    [NotTunable("A fact of the environment: the smallest grid with a room on each side of both walls.")]
    internal const int MinSize = 7;

    private readonly GridLayout _layout;

    /// <exception cref="GymException">An option is out of range.</exception>
    public GridFourRooms(GridWorldOptions options)
        : base(options, MinSize) => _layout = new GridLayout(Map.Size, Map.Size, [], [], []);

    public override string Mission => "find the green goal square in one of the four rooms";

    /// <inheritdoc/>
    /// <remarks>Only the size: starts and goals are drawn anew every episode.</remarks>
    public override GridLayout Grid => _layout;

    protected override Pose Generate()
    {
        var (middle, last) = (Map.Size / 2, Map.Size - 1);
        for (var i = 1; i < last; i++)
        {
            Map[i, middle] = Cell.Wall;
            Map[middle, i] = Cell.Wall;
        }

        Map[Draw(1, middle), middle] = Cell.Empty;
        Map[Draw(middle + 1, last), middle] = Cell.Empty;
        Map[middle, Draw(1, middle)] = Cell.Empty;
        Map[middle, Draw(middle + 1, last)] = Cell.Empty;
        var goal = DrawEmpty();
        Map[goal.Row, goal.Column] = Cell.Goal;
        return DrawAgent();
    }

    private int Draw(int low, int high) => (int)Random.Integers(low, high);
}
