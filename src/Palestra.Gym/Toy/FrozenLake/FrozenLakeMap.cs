using System.Text.Json;

namespace Palestra.Gym.Toy;

/// <summary>
/// A map of FrozenLake: rows of S (start), F (frozen), H (hole) and G (goal). Immutable.
/// </summary>
public sealed class FrozenLakeMap
{
    /// <summary>Attempts to draw a solvable map before giving up; sparse maps need a handful.</summary>
    [NotTunable("Ends a search that cannot succeed; a map that is found is the same whatever the bound.")]
    private const int MaxAttempts = 20_000;

    private FrozenLakeMap(string[] rows)
    {
        Rows = rows;
        Height = rows.Length;
        Width = rows[0].Length;
    }

    public IReadOnlyList<string> Rows { get; }

    public int Width { get; }

    public int Height { get; }

    public int Cells => Width * Height;

    /// <summary>Where things are. There is a start and a goal, so at most all cells but two are holes.</summary>
    public GridLayout Layout => new(Height, Width, CellsOf('S'), CellsOf('G'), CellsOf('H'));

    public static FrozenLakeMap FourByFour { get; } = new(["SFFF", "FHFH", "FFFH", "HFFG"]);

    public static FrozenLakeMap EightByEight { get; } = new(
        ["SFFFFFFF", "FFFFFFFF", "FFFHFFFF", "FFFFFHFF", "FFFHFFFF", "FHHFFFHF", "FHFFHFHF", "FFFHFFFG"]);

    public char this[int cell] => Rows[cell / Width][cell % Width];

    /// <summary>Reads rows given as a JSON array of texts, or as one text with rows apart by <c>/</c>, comma or line end.</summary>
    /// <exception cref="GymException">The map is malformed: says where.</exception>
    public static FrozenLakeMap Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] rows;
        if (text.AsSpan().TrimStart().StartsWith("["))
        {
            try
            {
                rows = JsonSerializer.Deserialize<string[]>(text) ?? [];
            }
            catch (JsonException e)
            {
                throw new GymException($"The map {text} is not a JSON array of texts such as [\"SFFF\",\"FHFG\"].", e);
            }
        }
        else
        {
            rows = text.Split(['/', ',', '\n', '\r', ' '], StringSplitOptions.RemoveEmptyEntries);
        }

        Check(rows);
        return new FrozenLakeMap(rows);
    }

    /// <summary>
    /// Draws maps until the goal can be reached, exactly as Gymnasium's <c>generate_random_map(size, p, seed)</c>.
    /// </summary>
    /// <param name="size">Rows and columns, 2 or more.</param>
    /// <param name="frozen">Probability that a cell is frozen.</param>
    /// <exception cref="GymException">No solvable map turned up.</exception>
    public static FrozenLakeMap Generate(int size, double frozen, ulong seed)
    {
        var random = new NumpyRandom(seed);
        var p = Math.Min(1, frozen);
        var total = p + (1 - p);
        var cells = new char[size * size];
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            foreach (ref var cell in cells.AsSpan())
            {
                cell = p / total > random.Random() ? 'F' : 'H';
            }

            cells[0] = 'S';
            cells[^1] = 'G';
            var map = new FrozenLakeMap([.. cells.Chunk(size).Select(row => new string(row))]);
            if (map.IsSolvable())
            {
                return map;
            }
        }

        throw new GymException($"No solvable map of {size}x{size} turned up in {MaxAttempts} attempts with random_p = {frozen}: choose a larger random_p or a smaller random_size.");
    }

    /// <summary>Whether some goal can be reached from some start.</summary>
    public bool IsSolvable()
    {
        var seen = new bool[Cells];
        var open = new Stack<int>(Enumerable.Range(0, Cells).Where(c => this[c] == 'S'));
        while (open.TryPop(out var cell))
        {
            if (seen[cell] || this[cell] == 'H')
            {
                continue;
            }

            if (this[cell] == 'G')
            {
                return true;
            }

            seen[cell] = true;
            for (var action = 0; action < 4; action++)
            {
                open.Push(Move(cell, action));
            }
        }

        return false;
    }

    /// <summary>The cell one step away; the same cell at a wall. Actions: 0 left, 1 down, 2 right, 3 up.</summary>
    public int Move(int cell, int action)
    {
        var (row, column) = (cell / Width, cell % Width);
        (row, column) = action switch
        {
            0 => (row, Math.Max(column - 1, 0)),
            1 => (Math.Min(row + 1, Height - 1), column),
            2 => (row, Math.Min(column + 1, Width - 1)),
            _ => (Math.Max(row - 1, 0), column),
        };
        return (row * Width) + column;
    }

    private GridCell[] CellsOf(char letter) =>
        [.. Enumerable.Range(0, Cells).Where(cell => this[cell] == letter).Select(cell => new GridCell(cell / Width, cell % Width))];

    private static void Check(string[] rows)
    {
        if (rows.Length == 0 || rows[0] is null or "")
        {
            throw new GymException("The map has no rows: give rows of S, F, H and G, for example SFFF/FHFH/FFFH/HFFG.");
        }

        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i] is null || rows[i].Length != rows[0].Length)
            {
                throw new GymException($"Row {i} of the map, '{rows[i]}', has {rows[i]?.Length ?? 0} cells, but row 0 has {rows[0].Length}: all rows must have the same length.");
            }

            if (rows[i].FirstOrDefault(c => !"SFHG".Contains(c, StringComparison.Ordinal)) is var odd and not '\0')
            {
                throw new GymException($"Row {i} of the map, '{rows[i]}', has a cell '{odd}': S (start), F (frozen), H (hole) and G (goal) are allowed.");
            }
        }

        foreach (var (letter, name) in new[] { ('S', "start"), ('G', "goal") })
        {
            if (!rows.Any(r => r.Contains(letter, StringComparison.Ordinal)))
            {
                throw new GymException($"The map {string.Join('/', rows)} has no {name}: at least one cell must be {letter}.");
            }
        }
    }
}
