namespace Palestra.Gym.Grid;

/// <summary>Where the agent looks, as seen from above, numbered as in MiniGrid: clockwise from the right.</summary>
public enum Heading : byte
{
    Right = 0,
    Down = 1,
    Left = 2,
    Up = 3,
}

/// <summary>A place and a direction.</summary>
public readonly record struct Pose(int Row, int Column, Heading Heading)
{
    /// <summary>Rows from here to the cell in front: -1, 0 or 1.</summary>
    public int RowStep => ((int)Heading & 1) * (2 - (int)Heading);

    /// <summary>Columns from here to the cell in front: -1, 0 or 1.</summary>
    public int ColumnStep => (~(int)Heading & 1) * (1 - (int)Heading);

    public Pose Ahead => this with { Row = Row + RowStep, Column = Column + ColumnStep };

    public Pose TurnedLeft => this with { Heading = (Heading)(((int)Heading + 3) & 3) };

    public Pose TurnedRight => this with { Heading = (Heading)(((int)Heading + 1) & 3) };
}
