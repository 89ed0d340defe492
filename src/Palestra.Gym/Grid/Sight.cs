namespace Palestra.Gym.Grid;

/// <summary>
/// What an agent sees: a square of cells with itself at the middle of the near edge, looking ahead. Sight spreads from the
/// agent outwards, row by row: within a row sideways through cells that are not opaque, then from every seen cell that is
/// not opaque to the three in front of it. So a wall is seen, and what it covers is not. Immutable and thread-safe.
/// </summary>
internal sealed class Sight(int view, bool throughWalls)
{
    /// <summary>A row of the view is the bits of one number.</summary>
    [NotTunable("A fact of the environment's definition: the widest view that its arguments allow.")]
    public const int MaxView = 15;

    private readonly uint _all = (1u << view) - 1;

    public int View => view;

    /// <summary>Finds what is seen.</summary>
    /// <param name="seen">Receives one number per row, from the agent's own outwards; bit x is the cell x from the left.</param>
    public void Look(CellMap map, Pose agent, Span<uint> seen)
    {
        if (throughWalls)
        {
            seen[..view].Fill(_all);
            return;
        }

        var (corner, ahead, across) = Frame(map, agent);
        var row = 1u << (view / 2);
        for (var far = 0; far < view; far++)
        {
            var open = OpenBits(map.Codes, corner + (far * ahead), across);
            row = SpreadSideways(row, open);
            seen[far] = row;
            var lit = row & open;
            row = (lit | (lit << 1) | (lit >> 1)) & _all;
        }
    }

    /// <summary>Writes what is seen as [x, y, channel]: x from left to right, y from the far edge to the agent's row.</summary>
    /// <param name="carried">Shown in the agent's own cell.</param>
    public void Write(CellMap map, Pose agent, Cell carried, Span<byte> observation)
    {
        Span<uint> seen = stackalloc uint[MaxView];
        Look(map, agent, seen);
        var (corner, ahead, across) = Frame(map, agent);
        var codes = map.Codes;
        var own = (view / 2 * view) + view - 1;
        for (var x = 0; x < view; x++)
        {
            var at = corner + (x * across);
            var column = observation.Slice(x * view * 3, view * 3);
            for (var far = 0; far < view; far++, at += ahead)
            {
                Put(column[((view - 1 - far) * 3)..], (seen[far] >> x & 1) != 0 ? codes[at] : 0);
            }
        }

        Put(observation[(own * 3)..], carried.Code);
    }

    /// <summary>Where a cell of the view lies in the map.</summary>
    /// <param name="far">Cells ahead of the agent's row.</param>
    public GridCell Place(Pose agent, int x, int far)
    {
        var aside = x - (view / 2);
        return new GridCell(
            agent.Row + (far * agent.RowStep) + (aside * agent.ColumnStep), agent.Column + (far * agent.ColumnStep) - (aside * agent.RowStep));
    }

    internal static void Put(Span<byte> triple, uint code)
    {
        triple[2] = (byte)(code >> 16);
        triple[1] = (byte)(code >> 8);
        triple[0] = (byte)code;
    }

    // The agent's right is its heading turned clockwise: (row, column) steps become (column, -row).
    private (int Corner, int Ahead, int Across) Frame(CellMap map, Pose agent)
    {
        var ahead = (agent.RowStep * map.Stride) + agent.ColumnStep;
        var across = (agent.ColumnStep * map.Stride) - agent.RowStep;
        return (map.Index(agent.Row, agent.Column) - (view / 2 * across), ahead, across);
    }

    private uint OpenBits(ReadOnlySpan<uint> codes, int at, int across)
    {
        var open = 0u;
        for (var x = 0; x < view; x++, at += across)
        {
            open |= (~codes[at] >> 24 & 1) << x;
        }

        return open;
    }

    private uint SpreadSideways(uint row, uint open)
    {
        while (true)
        {
            var lit = row & open;
            var wider = (row | (lit << 1) | (lit >> 1)) & _all;
            if (wider == row)
            {
                return row;
            }

            row = wider;
        }
    }
}
