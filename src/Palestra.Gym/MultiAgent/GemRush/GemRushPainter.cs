using System.Numerics;
using Palestra.Gym.Grid;
using Palestra.Gym.Rendering;

namespace Palestra.Gym.MultiAgent;

/// <summary>
/// Draws a rush: on top every robot with what it has gathered and the time that is left, below the arena. Walls are
/// drawn when they change only. Not thread-safe; allocates at the first frame only.
/// </summary>
internal sealed class GemRushPainter(int size)
{
    [NotTunable("A fact of the environment: the size of its pictures.")]
    private const int CellPixels = 40;
    [NotTunable("A fact of the environment: the size of its pictures.")]
    private const int MaxPixels = 640;
    [NotTunable("A fact of the environment: the size of its pictures.")]
    private const int HeaderPixels = 48;
    [NotTunable("A fact of the environment: the size of its pictures.")]
    private const int RobotPixels = 32;

    private static readonly CellColour[] Colours = [CellColour.Red, CellColour.Blue, CellColour.Green, CellColour.Yellow];
    private static readonly Rgb Night = new(28, 34, 50);

    private readonly int _cell = Math.Min(CellPixels, MaxPixels / size);
    private GridPicture? _picture;
    private TileSet? _tiles;
    private TileSet? _headerTiles;
    private Numerals? _numerals;
    private Sprite[] _gems = [];

    public FrameSize Size => new(_cell * size, (_cell * size) + HeaderPixels);

    public void Paint(Span<byte> rgb, GemRush game)
    {
        if (_picture is null)
        {
            Prepare();
        }

        for (var cell = 0; cell < size * size; cell++)
        {
            _picture!.Set(cell / size, cell % size, game.Arena.IsWall(cell) ? Cell.Wall : Cell.Empty, Neighbours(game.Arena, cell));
        }

        Header(rgb, game);
        var arena = rgb[(Size.Width * HeaderPixels * 3)..];
        _picture!.Lit.CopyTo(arena);
        for (var cell = 0; cell < size * size; cell++)
        {
            if (game.Gems[cell] != Gem.None)
            {
                Stamp(arena, _gems[(int)game.Gems[cell] - 1], cell);
            }
        }

        for (var robot = 0; robot < game.Cells.Length; robot++)
        {
            Stamp(arena, _tiles!.RobotOf(Colours[robot], game.Headings[robot]), game.Cells[robot]);
        }
    }

    private void Prepare()
    {
        (_tiles, _headerTiles) = (TileSet.Of(_cell), TileSet.Of(RobotPixels));
        _numerals = new Numerals(HeaderPixels / 2, new Rgb(236, 240, 250));
        _gems = [.. new[] { Gem.Emerald, Gem.Ruby }.Select(gem => new Sprite(_cell, _cell, canvas => GemDrawing.Draw(canvas, gem)))];
        _picture = new GridPicture(size, size, _tiles);
    }

    private void Header(Span<byte> rgb, GemRush game)
    {
        var canvas = new Canvas(rgb, Size.Width, HeaderPixels);
        canvas.Clear(Night);
        var slot = Size.Width / game.Cells.Length;
        for (var robot = 0; robot < game.Cells.Length; robot++)
        {
            var x = (robot * slot) + ((slot - RobotPixels - (3 * _numerals!.Width)) / 2);
            _headerTiles!.RobotOf(Colours[robot], Heading.Right).Stamp(rgb, Size.Width, HeaderPixels, x, (HeaderPixels - 4 - RobotPixels) / 2);
            _numerals.Write(rgb, new FrameSize(Size.Width, HeaderPixels), x + RobotPixels + 8, (HeaderPixels - 4 - _numerals.Height) / 2, game.Scores[robot]);
        }

        // The time that is left.
        canvas.Rectangle(new Vector2(0, HeaderPixels - 4), new Vector2(Size.Width, HeaderPixels), 0, new Rgb(52, 62, 88));
        canvas.Rectangle(new Vector2(0, HeaderPixels - 4), new Vector2((float)(Size.Width * game.TimeLeft), HeaderPixels), 0, new Rgb(255, 202, 64));
    }

    private void Stamp(Span<byte> arena, Sprite sprite, int cell) =>
        sprite.Stamp(arena, Size.Width, Size.Width, cell % size * _cell, cell / size * _cell);

    private Solid Neighbours(GemArena arena, int cell) =>
        (cell < size || arena.IsWall(cell - size) ? Solid.Above : 0)
        | (cell % size == 0 || arena.IsWall(cell - 1) ? Solid.Left : 0)
        | (cell >= size * (size - 1) || arena.IsWall(cell + size) ? Solid.Below : 0)
        | (cell % size == size - 1 || arena.IsWall(cell + 1) ? Solid.Right : 0);
}
