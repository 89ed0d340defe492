namespace Palestra.Gym.Grid;

/// <summary>
/// Draws a grid world: what the agent sees lies in the light, the rest in the dark. Not thread-safe; allocates at the first
/// frame only.
/// </summary>
/// <param name="sight">What the agent sees; <c>null</c>: all of it.</param>
internal sealed class GridPainter(int size, Sight? sight)
{
    [NotTunable("A fact of the environments: the size of their pictures.")]
    private const int CellPixels = 32;
    [NotTunable("A fact of the environments: the size of their pictures.")]
    private const int MaxPixels = 640;

    private readonly int _cell = Math.Min(CellPixels, MaxPixels / size);
    private GridPicture? _picture;
    private TileSet? _tiles;

    public FrameSize Size => new(_cell * size, _cell * size);

    public void Paint(Span<byte> rgb, CellMap map, Pose agent, Cell carried)
    {
        _tiles ??= TileSet.Of(_cell);
        _picture ??= new GridPicture(size, size, _tiles);
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                _picture.Set(row, column, map[row, column], Neighbours(map, row, column));
            }
        }

        if (sight is null)
        {
            _picture.Lit.CopyTo(rgb);
        }
        else
        {
            _picture.Dark.CopyTo(rgb);
            LightWhatIsSeen(rgb, sight, map, agent);
        }

        var (x, y) = (agent.Column * _cell, agent.Row * _cell);
        _tiles.RobotOf(CellColour.Red, agent.Heading).Stamp(rgb, Size.Width, Size.Height, x, y);
        if (carried.Kind == CellKind.Key)
        {
            _tiles.CarriedKey(carried.Colour).Stamp(rgb, Size.Width, Size.Height, x + (_cell / 4), y + (_cell / 4));
        }
    }

    private void LightWhatIsSeen(Span<byte> rgb, Sight sight, CellMap map, Pose agent)
    {
        Span<uint> seen = stackalloc uint[Sight.MaxView];
        sight.Look(map, agent, seen);
        for (var far = 0; far < sight.View; far++)
        {
            for (var x = 0; x < sight.View; x++)
            {
                var (row, column) = sight.Place(agent, x, far);
                if ((seen[far] >> x & 1) != 0 && (uint)row < (uint)size && (uint)column < (uint)size)
                {
                    _picture!.Light(rgb, row, column);
                }
            }
        }
    }

    // Beyond the edge everything is solid, so that the outer walls show no front there.
    private Solid Neighbours(CellMap map, int row, int column) =>
        (row == 0 || IsSolid(map[row - 1, column]) ? Solid.Above : 0)
        | (column == 0 || IsSolid(map[row, column - 1]) ? Solid.Left : 0)
        | (row == size - 1 || IsSolid(map[row + 1, column]) ? Solid.Below : 0)
        | (column == size - 1 || IsSolid(map[row, column + 1]) ? Solid.Right : 0);

    private static bool IsSolid(Cell cell) => cell.Kind is CellKind.Wall or CellKind.Door;
}
