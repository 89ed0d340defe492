namespace Palestra.Gym;

/// <summary>A cell of a grid, counted from 0 at the top left.</summary>
public readonly record struct GridCell(int Row, int Column);

/// <summary>
/// The map of an environment that is a grid: the one source of its size, starts, goals and holes, for forms, plans and
/// renderers. Immutable.
/// </summary>
public sealed record GridLayout(
    int Rows, int Columns, IReadOnlyList<GridCell> Starts, IReadOnlyList<GridCell> Goals, IReadOnlyList<GridCell> Holes);
