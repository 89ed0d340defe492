namespace Palestra.Gym.Toy;

/// <summary>The one map of Taxi: 5 x 5 cells, walls between some columns, four stands.</summary>
internal static class TaxiMap
{
    [NotTunable("Gymnasium has this one map.")]
    public const int Rows = 5;
    public const int Columns = 5;
    [NotTunable("Gymnasium has this one map.")]
    public const int StandCount = 4;

    /// <summary>Where the passenger is who waits at no stand.</summary>
    public const int InTaxi = StandCount;

    /// <summary>Letters and walls; cell (row, column) is the character (row + 1, 2 * column + 1), with ':' where one can pass sideways.</summary>
    public static IReadOnlyList<string> Text { get; } =
    [
        "+---------+",
        "|R: | : :G|",
        "| : | : : |",
        "| : : : : |",
        "| | : | : |",
        "|Y| : |B: |",
        "+---------+",
    ];

    /// <summary>Red, green, yellow, blue.</summary>
    public static IReadOnlyList<GridCell> Stands { get; } = [new(0, 0), new(0, 4), new(4, 0), new(4, 3)];

    public static GridLayout Layout { get; } = new(
        Rows, Columns, [.. Enumerable.Range(0, Rows * Columns).Select(i => new GridCell(i / Columns, i % Columns))], Stands, []);

    /// <summary>The stand at a cell, -1 if there is none.</summary>
    public static int StandAt(GridCell cell)
    {
        for (var stand = 0; stand < StandCount; stand++)
        {
            if (Stands[stand] == cell)
            {
                return stand;
            }
        }

        return -1;
    }

    /// <summary>The cell one step away; the same cell at a wall. Actions: 0 south, 1 north, 2 east, 3 west.</summary>
    public static GridCell Move(GridCell cell, int action) => action switch
    {
        0 => cell with { Row = Math.Min(cell.Row + 1, Rows - 1) },
        1 => cell with { Row = Math.Max(cell.Row - 1, 0) },
        2 => Text[cell.Row + 1][(2 * cell.Column) + 2] == ':' ? cell with { Column = cell.Column + 1 } : cell,
        _ => Text[cell.Row + 1][2 * cell.Column] == ':' ? cell with { Column = cell.Column - 1 } : cell,
    };
}
