namespace Palestra.Gym.Grid;

/// <summary>
/// The cells of a square grid world, rows and columns from 0 at the top left. Around them lies a margin of walls as wide
/// as sight is far, so that a view at the edge needs no bounds. Not thread-safe.
/// </summary>
public sealed class CellMap
{
    private readonly int _margin;
    private readonly uint[] _codes;

    internal CellMap(int size, int margin)
    {
        (Size, _margin, Stride) = (size, margin, size + (2 * margin));
        _codes = new uint[Stride * Stride];
        _codes.AsSpan().Fill(Cell.Wall.Code);
    }

    /// <summary>Rows and columns.</summary>
    public int Size { get; }

    public Cell this[int row, int column]
    {
        get => new(_codes[Index(row, column)]);
        set => _codes[Index(row, column)] = value.Code;
    }

    internal int Stride { get; }

    /// <summary>Code of every cell, margin included; <see cref="Index"/> finds one.</summary>
    internal ReadOnlySpan<uint> Codes => _codes;

    /// <summary>Empties everything but the outer ring, which is wall.</summary>
    public void Clear()
    {
        for (var row = 0; row < Size; row++)
        {
            var line = _codes.AsSpan(Index(row, 0), Size);
            line.Fill(Cell.Wall.Code);
            if (row > 0 && row < Size - 1)
            {
                line[1..^1].Fill(Cell.Empty.Code);
            }
        }
    }

    /// <summary>How many cells of some columns are empty.</summary>
    /// <param name="columns">Only the columns left of this one.</param>
    public int CountEmpty(int columns)
    {
        var count = 0;
        for (var row = 0; row < Size; row++)
        {
            count += _codes.AsSpan(Index(row, 0), columns).Count(Cell.Empty.Code);
        }

        return count;
    }

    /// <summary>The empty cell with this number, counted from 0 in reading order.</summary>
    /// <param name="columns">Only the columns left of this one.</param>
    public GridCell FindEmpty(int number, int columns)
    {
        for (var row = 0; row < Size; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                if (this[row, column] == Cell.Empty && number-- == 0)
                {
                    return new GridCell(row, column);
                }
            }
        }

        throw new GymException($"The grid of {Size}x{Size} cells has no empty cell left to place anything in.");
    }

    internal int Index(int row, int column) => ((row + _margin) * Stride) + column + _margin;

    internal void Save(BinaryWriter writer)
    {
        for (var row = 0; row < Size; row++)
        {
            foreach (var code in _codes.AsSpan(Index(row, 0), Size))
            {
                writer.Write(code);
            }
        }
    }

    internal void Restore(BinaryReader reader)
    {
        for (var row = 0; row < Size; row++)
        {
            foreach (ref var code in _codes.AsSpan(Index(row, 0), Size))
            {
                code = reader.ReadUInt32();
            }
        }
    }
}
