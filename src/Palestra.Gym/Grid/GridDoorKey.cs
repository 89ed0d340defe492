namespace Palestra.Gym.Grid;

/// <summary>
/// Two rooms with a locked door between them. The key lies on the agent's side, the goal in the far corner of the other:
/// find the key, unlock the door, go through. Always solvable: the agent's room is one open rectangle.
/// Draws per reset: the column of the wall, the row of the door, the key's cell, the agent's cell, its heading.
/// </summary>
public sealed class GridDoorKey : GridWorld
{
    [NotTunable("A fact of the environment: the smallest grid with a wall between two rooms.")]
    internal const int MinSize = 5;

    private const CellColour Colour = CellColour.Yellow;

    private readonly GridLayout _layout;

    /// <exception cref="GymException">An option is out of range.</exception>
    public GridDoorKey(GridWorldOptions options)
        : base(options, MinSize) => _layout = new GridLayout(Map.Size, Map.Size, [], [new GridCell(Map.Size - 2, Map.Size - 2)], []);

    public override string Mission => "use the key to open the door and then get to the goal";

    /// <inheritdoc/>
    /// <remarks>Starts are drawn anew every episode, so none are listed.</remarks>
    public override GridLayout Grid => _layout;

    protected override Pose Generate()
    {
        var last = Map.Size - 1;
        var wall = (int)Random.Integers(2, last - 1);
        for (var row = 1; row < last; row++)
        {
            Map[row, wall] = Cell.Wall;
        }

        Map[(int)Random.Integers(1, last), wall] = Cell.Door(Colour, DoorState.Locked);
        Map[last - 1, last - 1] = Cell.Goal;
        var key = DrawEmpty(wall);
        Map[key.Row, key.Column] = Cell.Key(Colour);
        return DrawAgent(wall);
    }
}
