using System.Collections.Concurrent;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.Grid;

/// <summary>Everything a grid shows, drawn once per cell size and shared by all environments. Immutable and thread-safe.</summary>
internal sealed class TileSet
{
    private static readonly ConcurrentDictionary<int, Lazy<TileSet>> Sets = new();

    private readonly byte[][] _floors = new byte[2 * (int)(Solid.All + 1)][];
    private readonly byte[][] _walls = new byte[(int)(Solid.All + 1)][];
    private readonly Sprite[,] _doors = new Sprite[6, 3];
    private readonly Sprite[] _keys = new Sprite[6];
    private readonly Sprite[] _carriedKeys = new Sprite[6];
    private readonly Sprite[,] _robots = new Sprite[6, 4];
    private readonly Sprite _goal;

    private TileSet(int cellPixels)
    {
        CellPixels = cellPixels;
        for (var solid = Solid.None; solid <= Solid.All; solid++)
        {
            var neighbours = solid;
            _walls[(int)solid] = Tile(canvas => Masonry.Wall(canvas, neighbours));
            _floors[(int)solid] = Tile(canvas => Masonry.Floor(canvas, neighbours, other: false));
            _floors[(int)solid + (int)Solid.All + 1] = Tile(canvas => Masonry.Floor(canvas, neighbours, other: true));
        }

        _goal = Thing(GridThings.Goal);
        foreach (var colour in Enum.GetValues<CellColour>())
        {
            _keys[(int)colour] = Thing(canvas => GridThings.Key(canvas, colour));
            _carriedKeys[(int)colour] = Thing(canvas => GridThings.Key(canvas, colour), Math.Max(1, CellPixels / 2));
            foreach (var state in Enum.GetValues<DoorState>())
            {
                _doors[(int)colour, (int)state] = Thing(canvas => GridThings.Door(canvas, colour, state));
            }

            foreach (var heading in Enum.GetValues<Heading>())
            {
                _robots[(int)colour, (int)heading] = Thing(canvas => Robot.Draw(canvas, colour, heading));
            }
        }
    }

    public int CellPixels { get; }

    /// <summary>Bytes of a row of pixels of one cell.</summary>
    public int RowBytes => CellPixels * 3;

    public static TileSet Of(int cellPixels) => Sets.GetOrAdd(cellPixels, pixels => new Lazy<TileSet>(() => new TileSet(pixels))).Value;

    /// <summary>The opaque ground of a cell: one RGB tile, row-major.</summary>
    public ReadOnlySpan<byte> Ground(bool wall, Solid neighbours, bool other) =>
        wall ? _walls[(int)neighbours] : _floors[(int)neighbours + (other ? (int)Solid.All + 1 : 0)];

    /// <summary>What stands on the ground, or <c>null</c>.</summary>
    public Sprite? Thing(Cell cell) => cell.Kind switch
    {
        CellKind.Goal => _goal,
        CellKind.Key => _keys[(int)cell.Colour],
        CellKind.Door => _doors[(int)cell.Colour, cell.State],
        _ => null,
    };

    public Sprite RobotOf(CellColour colour, Heading heading) => _robots[(int)colour, (int)heading];

    /// <summary>Half as large as a cell.</summary>
    public Sprite CarriedKey(CellColour colour) => _carriedKeys[(int)colour];

    private byte[] Tile(Drawing draw)
    {
        var pixels = new byte[RowBytes * CellPixels];
        draw(new Canvas(pixels, CellPixels, CellPixels));
        return pixels;
    }

    private Sprite Thing(Drawing draw, int? side = null) => new(side ?? CellPixels, side ?? CellPixels, draw);
}
