namespace Palestra.Gym.Grid;

/// <summary>
/// A grid as a picture that is kept from frame to frame: only cells that changed are drawn again. Kept twice, in full light
/// and in the dark of what nobody sees. Not thread-safe; allocates when made.
/// </summary>
internal sealed class GridPicture(int rows, int columns, TileSet tiles)
{
    private readonly byte[] _lit = new byte[rows * columns * tiles.RowBytes * tiles.CellPixels];
    private readonly byte[] _dark = new byte[rows * columns * tiles.RowBytes * tiles.CellPixels];
    private readonly ulong[] _drawn = new ulong[rows * columns];

    private int Stride => columns * tiles.RowBytes;

    /// <summary>Everything in full light.</summary>
    public ReadOnlySpan<byte> Lit => _lit;

    /// <summary>Everything in the dark.</summary>
    public ReadOnlySpan<byte> Dark => _dark;

    /// <summary>Says what is in a cell, and which cells around it are solid.</summary>
    public void Set(int row, int column, Cell cell, Solid neighbours)
    {
        ref var drawn = ref _drawn[(row * columns) + column];
        var now = ((ulong)(neighbours + 1) << 32) | cell.Code;
        if (drawn == now)
        {
            return;
        }

        drawn = now;
        var ground = tiles.Ground(cell.Kind == CellKind.Wall, neighbours, ((row + column) & 1) != 0);
        for (var y = 0; y < tiles.CellPixels; y++)
        {
            ground.Slice(y * tiles.RowBytes, tiles.RowBytes).CopyTo(_lit.AsSpan(Offset(row, column, y)));
        }

        tiles.Thing(cell)?.Stamp(_lit, columns * tiles.CellPixels, rows * tiles.CellPixels, column * tiles.CellPixels, row * tiles.CellPixels);
        for (var y = 0; y < tiles.CellPixels; y++)
        {
            var at = Offset(row, column, y);
            Darken(_lit.AsSpan(at, tiles.RowBytes), _dark.AsSpan(at, tiles.RowBytes));
        }
    }

    /// <summary>Lights one cell of a frame that was copied from <see cref="Dark"/>.</summary>
    public void Light(Span<byte> rgb, int row, int column)
    {
        for (var y = 0; y < tiles.CellPixels; y++)
        {
            var at = Offset(row, column, y);
            _lit.AsSpan(at, tiles.RowBytes).CopyTo(rgb[at..]);
        }
    }

    private int Offset(int row, int column, int y) => (((row * tiles.CellPixels) + y) * Stride) + (column * tiles.RowBytes);

    // Colder as well as darker, as by night.
    private static void Darken(ReadOnlySpan<byte> from, Span<byte> to)
    {
        for (var i = 0; i < from.Length; i += 3)
        {
            to[i] = (byte)(((from[i] * 128) >> 8) + 6);
            to[i + 1] = (byte)(((from[i + 1] * 136) >> 8) + 8);
            to[i + 2] = (byte)(((from[i + 2] * 152) >> 8) + 14);
        }
    }
}
