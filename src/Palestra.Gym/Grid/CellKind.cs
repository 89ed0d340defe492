namespace Palestra.Gym.Grid;

/// <summary>
/// What is in a cell: the first of the three numbers an observation has for it. The numbers are MiniGrid's, so that what
/// was written to read its observations reads ours.
/// </summary>
public enum CellKind : byte
{
    /// <summary>Out of sight.</summary>
    Unseen = 0,
    Empty = 1,
    Wall = 2,
    Door = 4,
    Key = 5,
    Goal = 8,

    /// <summary>Only in the view from above: there the agent shows itself.</summary>
    Agent = 10,
}
