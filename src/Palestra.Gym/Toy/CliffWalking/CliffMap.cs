namespace Palestra.Gym.Toy;

/// <summary>The one map of CliffWalking: 4 rows of 12, a cliff between start and goal along the lowest row.</summary>
internal static class CliffMap
{
    [NotTunable("Gymnasium has this one map.")]
    public const int Rows = 4;
    public const int Columns = 12;
    public const int Cells = Rows * Columns;
    public const int Start = (Rows - 1) * Columns;
    public const int Goal = Cells - 1;

    public static GridLayout Layout { get; } = new(
        Rows, Columns, [At(Start)], [At(Goal)], [.. Enumerable.Range(0, Cells).Where(IsCliff).Select(At)]);

    public static bool IsCliff(int cell) => cell is > Start and < Goal;

    /// <summary>The cell one step away; the same cell at the edge of the map. Actions: 0 up, 1 right, 2 down, 3 left.</summary>
    public static int Move(int cell, int action)
    {
        var (row, column) = (cell / Columns, cell % Columns);
        return action switch
        {
            0 => row > 0 ? cell - Columns : cell,
            1 => column < Columns - 1 ? cell + 1 : cell,
            2 => row < Rows - 1 ? cell + Columns : cell,
            _ => column > 0 ? cell - 1 : cell,
        };
    }

    private static GridCell At(int cell) => new(cell / Columns, cell % Columns);
}
