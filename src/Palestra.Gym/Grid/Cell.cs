namespace Palestra.Gym.Grid;

/// <summary>One cell of a grid world: kind, colour and state, as observations have them.</summary>
public readonly record struct Cell
{
    private const int ColourShift = 8;
    private const int StateShift = 16;
    private const uint OpaqueBit = 1u << 24;

    public Cell(CellKind kind, CellColour colour = CellColour.Red, byte state = 0)
    {
        var opaque = kind == CellKind.Wall || (kind == CellKind.Door && state != (byte)DoorState.Open);
        Code = (uint)kind | ((uint)colour << ColourShift) | ((uint)state << StateShift) | (opaque ? OpaqueBit : 0);
    }

    internal Cell(uint code) => Code = code;

    public static Cell Empty => new(CellKind.Empty);

    public static Cell Wall => new(CellKind.Wall, CellColour.Grey);

    public static Cell Goal => new(CellKind.Goal, CellColour.Green);

    public CellKind Kind => (CellKind)Code;

    public CellColour Colour => (CellColour)(byte)(Code >> ColourShift);

    public byte State => (byte)(Code >> StateShift);

    /// <summary>Sight ends here: a wall, or a door that is not open.</summary>
    public bool IsOpaque => (Code & OpaqueBit) != 0;

    /// <summary>The agent may stand here.</summary>
    public bool CanEnter => Kind is CellKind.Empty or CellKind.Goal || (Kind == CellKind.Door && State == (byte)DoorState.Open);

    /// <summary>All of it in one number; 0 is <see cref="CellKind.Unseen"/>.</summary>
    internal uint Code { get; }

    public static Cell Key(CellColour colour) => new(CellKind.Key, colour);

    public static Cell Door(CellColour colour, DoorState state) => new(CellKind.Door, colour, (byte)state);
}
