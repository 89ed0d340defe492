using System.Numerics;

namespace Palestra.Gym.MultiAgent;

/// <summary>
/// A board of Connect Four in two 64-bit words: seven columns of seven bits, lowest row first, the seventh always empty, so
/// that a line never wraps into the next column. A value: copying it is trying a move.
/// </summary>
internal struct FourBoard
{
    [NotTunable("A fact of the game: its board.")]
    public const int Rows = 6;
    public const int Columns = 7;
    public const int Cells = Rows * Columns;

    private const int Pitch = Rows + 1;

    /// <summary>Discs of player 0 and of player 1.</summary>
    public ulong First;
    public ulong Second;

    public readonly ulong All => First | Second;

    public readonly bool IsFull => BitOperations.PopCount(All) == Cells;

    public readonly ulong Of(int player) => player == 0 ? First : Second;

    public readonly bool CanDrop(int column) => (All & (1ul << ((column * Pitch) + Rows - 1))) == 0;

    /// <summary>Drops a disc; the column must have room.</summary>
    public void Drop(int player, int column)
    {
        var disc = (All + (1ul << (column * Pitch))) & (((1ul << Rows) - 1) << (column * Pitch));
        if (player == 0)
        {
            First |= disc;
        }
        else
        {
            Second |= disc;
        }
    }

    /// <summary>The bit of a cell.</summary>
    /// <param name="row">0 is the top row, as observations and pictures have it.</param>
    public static ulong Bit(int row, int column) => 1ul << ((column * Pitch) + Rows - 1 - row);

    public static bool HasFour(ulong discs) => Fours(discs) != 0;

    /// <summary>All discs that lie in a line of four or more.</summary>
    public static ulong Fours(ulong discs)
    {
        var all = 0ul;
        foreach (var step in (ReadOnlySpan<int>)[1, Pitch - 1, Pitch, Pitch + 1])
        {
            var pairs = discs & (discs >> step);
            var fours = pairs & (pairs >> (2 * step));
            all |= fours | (fours << step) | (fours << (2 * step)) | (fours << (3 * step));
        }

        return all;
    }
}
