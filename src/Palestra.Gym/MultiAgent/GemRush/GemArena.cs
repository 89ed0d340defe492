namespace Palestra.Gym.MultiAgent;

/// <summary>
/// The walls of a <see cref="GemRush"/> arena: the same after a quarter turn, so that no corner is better than another,
/// and all in one piece. Cells are row * size + column. Not thread-safe; allocates when made.
/// </summary>
internal sealed class GemArena
{
    private readonly bool[] _wall;
    private readonly int[] _candidates;
    private readonly int[] _open;
    private readonly int[] _distance;
    private readonly int[] _steps;
    private readonly int _inner;

    public GemArena(int size)
    {
        Size = size;
        _inner = size - 2;
        _steps = [-1, size, 1, -size];
        _wall = new bool[size * size];
        _open = new int[size * size];
        _distance = new int[size * size];
        Floors = new int[_inner * _inner];

        // One cell of every four that a quarter turn carries into each other; the starts in the corners stay free.
        _candidates = [.. Enumerable.Range(0, size * size).Where(cell =>
            IsInner(cell) && cell != Corner(0) && cell <= Turned(cell) && cell <= Turned(Turned(cell)) && cell <= Turned(Turned(Turned(cell))))];
    }

    public int Size { get; }

    /// <summary>From a cell to its neighbour: left, down, right, up, as the actions are numbered.</summary>
    public ReadOnlySpan<int> Steps => _steps;

    /// <summary>The cells without wall, in reading order; <see cref="FloorCount"/> of them are valid.</summary>
    public int[] Floors { get; }

    public int FloorCount { get; private set; }

    public bool IsWall(int cell) => _wall[cell];

    /// <summary>Where a corner's agent starts: 0 upper left, 1 lower right, 2 upper right, 3 lower left.</summary>
    public int Corner(int number) => number switch
    {
        0 => Size + 1,
        1 => (_inner * Size) + _inner,
        2 => Size + _inner,
        _ => (_inner * Size) + 1,
    };

    /// <summary>Draws the walls: one shuffle, then fours of cells are walled in that order as long as the arena stays whole.</summary>
    public void Generate(double density, NumpyRandom random)
    {
        for (var cell = 0; cell < _wall.Length; cell++)
        {
            _wall[cell] = !IsInner(cell);
        }

        // In one order before the shuffle, whatever the episode before left.
        Array.Sort(_candidates);
        random.Shuffle<int>(_candidates);
        var left = (int)(density * _inner * _inner);
        foreach (var cell in _candidates)
        {
            var four = cell == Turned(cell) ? 1 : 4;
            if (four <= left)
            {
                SetFour(cell, true);
                left -= four;
                if (!IsWhole())
                {
                    SetFour(cell, false);
                    left += four;
                }
            }
        }

        ListFloors();
    }

    /// <summary>Steps from every cell to one of them, around the walls; -1 where there is no way. Valid until the next call.</summary>
    public ReadOnlySpan<int> DistancesTo(int target)
    {
        Array.Fill(_distance, -1);
        var (head, tail) = (0, 0);
        _distance[target] = 0;
        _open[tail++] = target;
        while (head < tail)
        {
            var cell = _open[head++];
            foreach (var step in _steps)
            {
                var next = cell + step;
                if (!_wall[next] && _distance[next] < 0)
                {
                    _distance[next] = _distance[cell] + 1;
                    _open[tail++] = next;
                }
            }
        }

        return _distance;
    }

    public void Save(BinaryWriter writer)
    {
        foreach (var wall in _wall)
        {
            writer.Write(wall);
        }
    }

    public void Restore(BinaryReader reader)
    {
        foreach (ref var wall in _wall.AsSpan())
        {
            wall = reader.ReadBoolean();
        }

        ListFloors();
    }

    private bool IsInner(int cell)
    {
        var (row, column) = (cell / Size, cell % Size);
        return row >= 1 && row <= _inner && column >= 1 && column <= _inner;
    }

    // A quarter turn clockwise.
    private int Turned(int cell) => (cell % Size * Size) + Size - 1 - (cell / Size);

    private void SetFour(int cell, bool wall)
    {
        for (var turn = 0; turn < 4; turn++)
        {
            _wall[cell] = wall;
            cell = Turned(cell);
        }
    }

    private bool IsWhole()
    {
        var distances = DistancesTo(Corner(0));
        for (var cell = 0; cell < _wall.Length; cell++)
        {
            if (!_wall[cell] && distances[cell] < 0)
            {
                return false;
            }
        }

        return true;
    }

    private void ListFloors()
    {
        FloorCount = 0;
        for (var cell = 0; cell < _wall.Length; cell++)
        {
            if (!_wall[cell])
            {
                Floors[FloorCount++] = cell;
            }
        }
    }
}
