using System.Numerics;
using Palestra.Gym.Rendering;
using Face = Palestra.Gym.MultiAgent.ConnectFourDrawing.Face;

namespace Palestra.Gym.MultiAgent;

/// <summary>
/// Draws a game: the board, the last disc marked, a won line starred, and above it the numbers of the columns in the colour
/// of who is to move. Cells are drawn again when they change only. Not thread-safe; allocates at the first frame only.
/// </summary>
internal sealed class ConnectFourPainter
{
    [NotTunable("A fact of the environment: the size of its pictures.")]
    private const int CellPixels = 60;
    private const int Left = 14;
    private const int Top = 56;
    [NotTunable("A fact of the environment: the size of its pictures.")]
    private const int DigitPixels = 24;

    private readonly int[] _drawn = new int[FourBoard.Cells];
    private byte[]? _picture;
    private byte[][] _cells = [];
    private Numerals[] _numerals = [];

    public static FrameSize Size { get; } = new((FourBoard.Columns * CellPixels) + (2 * Left), (FourBoard.Rows * CellPixels) + Top + 32);

    /// <param name="mover">Who is to move, or the loser of a game that is won.</param>
    /// <param name="lastColumn">Where the last disc went; -1 before the first.</param>
    public void Paint(Span<byte> rgb, FourBoard board, int mover, int lastColumn)
    {
        _picture ??= Prepare();
        var won = FourBoard.Fours(board.First) | FourBoard.Fours(board.Second);
        var lastRow = 0;
        while (lastColumn >= 0 && (board.All & FourBoard.Bit(lastRow, lastColumn)) == 0)
        {
            lastRow++;
        }

        for (var row = 0; row < FourBoard.Rows; row++)
        {
            for (var column = 0; column < FourBoard.Columns; column++)
            {
                Update(row, column, FaceOf(board, FourBoard.Bit(row, column), won, row == lastRow && column == lastColumn));
            }
        }

        _picture.CopyTo(rgb);
        WriteColumns(rgb, board, won == 0 ? mover : 1 - mover, isOver: won != 0 || board.IsFull);
    }

    private static Face FaceOf(FourBoard board, ulong bit, ulong won, bool isLast)
    {
        if ((board.All & bit) == 0)
        {
            return Face.Empty;
        }

        var (plain, last, line) = (board.First & bit) != 0
            ? (Face.Red, Face.RedLast, Face.RedWon)
            : (Face.Yellow, Face.YellowLast, Face.YellowWon);
        return (won & bit) != 0 ? line : isLast ? last : plain;
    }

    private void WriteColumns(Span<byte> rgb, FourBoard board, int player, bool isOver)
    {
        for (var column = 0; column < FourBoard.Columns; column++)
        {
            var numerals = isOver || board.CanDrop(column) ? _numerals[player] : _numerals[^1];
            var x = Left + (column * CellPixels) + ((CellPixels - numerals.Width) / 2);
            numerals[column + 1].Stamp(rgb, Size.Width, Size.Height, x, (Top - DigitPixels) / 2);
        }
    }

    private void Update(int row, int column, Face face)
    {
        ref var drawn = ref _drawn[(row * FourBoard.Columns) + column];
        if (drawn == (int)face + 1)
        {
            return;
        }

        drawn = (int)face + 1;
        const int Stride = CellPixels * 3;
        for (var y = 0; y < CellPixels; y++)
        {
            var at = ((((Top + (row * CellPixels) + y) * Size.Width) + Left + (column * CellPixels)) * 3);
            _cells[(int)face].AsSpan(y * Stride, Stride).CopyTo(_picture.AsSpan(at));
        }
    }

    private byte[] Prepare()
    {
        var picture = new byte[Size.Bytes];
        ConnectFourDrawing.Stand(
            new Canvas(picture, Size.Width, Size.Height), new Vector2(Left - 8, Top - 8),
            new Vector2(Size.Width - Left + 8, Top + (FourBoard.Rows * CellPixels) + 8));
        _cells = [.. Enum.GetValues<Face>().Select(Cell)];
        _numerals = [new(DigitPixels, ConnectFourDrawing.Red), new(DigitPixels, ConnectFourDrawing.Yellow), new(DigitPixels, new Rgb(70, 80, 108))];
        return picture;
    }

    private static byte[] Cell(Face face)
    {
        var tile = new byte[CellPixels * CellPixels * 3];
        ConnectFourDrawing.Cell(new Canvas(tile, CellPixels, CellPixels), face);
        return tile;
    }
}
