using System.Numerics;

namespace Palestra.Gym.MultiAgent;

/// <summary>
/// Looks some moves ahead in Connect Four: negamax with alpha-beta cuts, then a count of the lines that are still open. A
/// quick win is better than a late one. Among equally good moves one is drawn from the environment's generator.
/// </summary>
public sealed class Minimax : ISeatPolicy
{
    /// <summary>Most moves it can be asked to look ahead; each costs about three times the one before.</summary>
    [NotTunable("Bounds the search to well below a second per move.")]
    public const int MaxDepth = 10;

    // Above every sum of lines.
    private const int Win = 100_000;

    // The middle first: it takes part in most lines, so the search cuts more.
    private static readonly int[] Order = [3, 2, 4, 1, 5, 0, 6];
    private static readonly ulong[] Lines = AllLines();

    private readonly int _depth;

    /// <param name="depth">Moves to look ahead, both players' counted: 1 to <see cref="MaxDepth"/>.</param>
    /// <exception cref="GymException">The depth is out of range.</exception>
    public Minimax(int depth)
    {
        if (depth is < 1 or > MaxDepth)
        {
            throw new GymException($"A depth of {depth} moves is not allowed: 1 to {MaxDepth}.");
        }

        _depth = depth;
    }

    public void Act(IAecEnv env, int agent, Span<byte> action)
    {
        ArgumentNullException.ThrowIfNull(env);
        if (env.Unwrapped is not ConnectFour game)
        {
            throw new GymException($"The opponent minimax plays ConnectFour-v0 only, not {env.Spec.Id}.");
        }

        var (best, ties) = (-Win - _depth - 1, 0);
        Span<int> columns = stackalloc int[FourBoard.Columns];
        foreach (var column in Order)
        {
            if (!game.Board.CanDrop(column))
            {
                continue;
            }

            // One below the best, so that an equal move is told from a worse one.
            var value = Try(game.Board, agent, column, _depth, best - 1, Win + _depth);
            ties = value > best ? 0 : ties;
            if (value >= best)
            {
                (best, columns[ties++]) = (value, column);
            }
        }

        Discrete.Write(action, columns[(int)env.Random.Integers(0, ties)]);
    }

    /// <returns>The worth of a move to who makes it.</returns>
    private static int Try(FourBoard board, int player, int column, int depth, int alpha, int beta)
    {
        board.Drop(player, column);
        if (FourBoard.HasFour(board.Of(player)))
        {
            return Win + depth;
        }

        if (board.IsFull)
        {
            return 0;
        }

        if (depth == 1)
        {
            return Worth(board.Of(player), board.Of(1 - player));
        }

        var best = -Win - depth;
        foreach (var reply in Order)
        {
            if (board.CanDrop(reply))
            {
                best = Math.Max(best, Try(board, 1 - player, reply, depth - 1, Math.Max(-beta, best), -alpha));
                if (best >= -alpha)
                {
                    break;
                }
            }
        }

        return -best;
    }

    private static int Worth(ulong own, ulong others)
    {
        var sum = 0;
        foreach (var line in Lines)
        {
            if ((others & line) == 0)
            {
                sum += Weight(own & line);
            }
            else if ((own & line) == 0)
            {
                sum -= Weight(others & line);
            }
        }

        return sum;
    }

    private static int Weight(ulong discs) => BitOperations.PopCount(discs) switch
    {
        0 => 0,
        1 => 1,
        2 => 4,
        _ => 16,
    };

    private static ulong[] AllLines()
    {
        var lines = new List<ulong>();
        foreach (var (down, right) in new[] { (0, 1), (1, 0), (1, 1), (-1, 1) })
        {
            for (var row = 0; row < FourBoard.Rows; row++)
            {
                for (var column = 0; column < FourBoard.Columns; column++)
                {
                    var (lastRow, lastColumn) = (row + (3 * down), column + (3 * right));
                    if (lastRow is >= 0 and < FourBoard.Rows && lastColumn < FourBoard.Columns)
                    {
                        lines.Add(Enumerable.Range(0, 4).Aggregate(0ul, (line, i) => line | FourBoard.Bit(row + (i * down), column + (i * right))));
                    }
                }
            }
        }

        return [.. lines];
    }
}
