using System.Text;
using System.Text.Json;

namespace Palestra.Gym.MultiAgent;

/// <summary>
/// Two to four robots gather gems in a walled arena, all moving at once. Rules of our own:
/// <para>1. Every robot names the cell it wants: a neighbour, or its own if it stays or a wall is there. 2. Robots that want
/// the same cell, or each other's cells, all stay where they are; so does who wants a cell whose robot stays. This is
/// repeated until nothing changes; so the outcome does not depend on any order. 3. A robot on a gem takes it. 4. For each gem
/// taken, in the order of the robots, a new one appears.</para>
/// <para>Actions: 0 left, 1 down, 2 right, 3 up, 4 stay. Observation: uint8 (view, view, 5), 0 or 1, row and column from the
/// upper left, the robot in the middle: planes wall, emerald, ruby, other robots, itself; beyond the edge is wall. With
/// <see cref="GemRushOptions.FullView"/> the whole arena. Rewards: 1 for an emerald, 3 for a ruby. Never terminates; truncated for
/// all after <see cref="GemRushOptions.MaxSteps"/>.</para>
/// <para>Draws per reset: the shuffle of the walls, then every gem's cell and kind; per step: the new gems'.</para>
/// </summary>
public sealed class GemRush : ParallelEnv
{
    private const double RubyChance = 0.2;

    private readonly GemRushPainter _painter;
    private readonly Gem[] _gems;
    private readonly int[] _cells;
    private readonly int[] _wanted;
    private readonly int[] _scores;
    private readonly Grid.Heading[] _headings;
    private readonly GridLayout _layout;
    private int _steps;

    /// <exception cref="GymException">An option is out of range.</exception>
    public GemRush(GemRushOptions options)
        : base(
            [.. Enumerable.Range(0, (options ?? throw new ArgumentNullException(nameof(options))).Checked().Players).Select(i => $"robot_{i}")],
            [.. Enumerable.Range(0, options.Players).Select(_ => new Discrete(5))],
            [.. Enumerable.Range(0, options.Players).Select(_ => ViewOf(options))])
    {
        Options = options;
        Arena = new GemArena(options.Size);
        _gems = new Gem[options.Size * options.Size];
        (_cells, _wanted, _scores) = (new int[options.Players], new int[options.Players], new int[options.Players]);
        _headings = new Grid.Heading[options.Players];
        _painter = new GemRushPainter(options.Size);
        _layout = new GridLayout(
            options.Size, options.Size, [.. _cells.Select((_, i) => new GridCell(Arena.Corner(i) / options.Size, Arena.Corner(i) % options.Size))], [], []);
    }

    public GemRushOptions Options { get; }

    public override FrameSize FrameSize => _painter.Size;

    public override GridLayout Grid => _layout;

    public override bool RendersText => true;

    /// <summary>What each robot has gathered in this episode.</summary>
    public ReadOnlySpan<int> Scores => _scores;

    internal GemArena Arena { get; }

    /// <summary>Where each robot is.</summary>
    internal ReadOnlySpan<int> Cells => _cells;

    /// <summary>What lies on each cell.</summary>
    internal ReadOnlySpan<Gem> Gems => _gems;

    internal ReadOnlySpan<Grid.Heading> Headings => _headings;

    /// <summary>The part of the episode that is left, 0 to 1.</summary>
    internal double TimeLeft => 1 - ((double)_steps / Options.MaxSteps);

    public override void WriteInfo(int agent, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteStartArray("scores");
        foreach (var score in _scores)
        {
            writer.WriteNumberValue(score);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    protected override void OnReset()
    {
        Arena.Generate(Options.WallDensity, Random);
        Array.Clear(_gems);
        Array.Clear(_scores);
        _steps = 0;
        for (var robot = 0; robot < _cells.Length; robot++)
        {
            _cells[robot] = Arena.Corner(robot);
            _headings[robot] = robot is 0 or 3 ? Gym.Grid.Heading.Right : Gym.Grid.Heading.Left;
        }

        for (var gem = 0; gem < Options.Gems; gem++)
        {
            AddGem();
        }
    }

    protected override void OnStep(ReadOnlySpan<byte> actions, Span<StepOutcome> outcomes)
    {
        _steps++;
        for (var robot = 0; robot < _cells.Length; robot++)
        {
            _wanted[robot] = Wanted(robot, (int)Discrete.Read(ActionRows.Of(actions, robot)));
        }

        GemMoves.Resolve(_cells, _wanted);
        _wanted.CopyTo(_cells, 0);
        var isOver = _steps >= Options.MaxSteps;
        var taken = 0;
        for (var robot = 0; robot < _cells.Length; robot++)
        {
            var worth = Worth(_gems[_cells[robot]]);
            taken += worth > 0 ? 1 : 0;
            _gems[_cells[robot]] = Gem.None;
            _scores[robot] += worth;
            outcomes[robot] = new StepOutcome(worth, false, isOver);
        }

        for (; taken > 0; taken--)
        {
            AddGem();
        }
    }

    protected override void Observe(int agent, Span<byte> observation)
    {
        var full = Options.FullView;
        var side = full ? Options.Size : Options.ViewSize;
        var (top, left) = full ? (0, 0) : ((_cells[agent] / Options.Size) - (side / 2), (_cells[agent] % Options.Size) - (side / 2));
        observation.Clear();
        for (var row = 0; row < side; row++)
        {
            for (var column = 0; column < side; column++)
            {
                var (r, c) = (top + row, left + column);
                var isOutside = (uint)r >= (uint)Options.Size || (uint)c >= (uint)Options.Size;
                var cell = (r * Options.Size) + c;
                var at = ((row * side) + column) * 5;
                if (isOutside || Arena.IsWall(cell))
                {
                    observation[at] = 1;
                }
                else if (_gems[cell] != Gem.None)
                {
                    observation[at + (int)_gems[cell]] = 1;
                }
            }
        }

        for (var robot = 0; robot < _cells.Length; robot++)
        {
            var (row, column) = ((_cells[robot] / Options.Size) - top, (_cells[robot] % Options.Size) - left);
            if ((uint)row < (uint)side && (uint)column < (uint)side)
            {
                observation[(((row * side) + column) * 5) + (robot == agent ? 4 : 3)] = 1;
            }
        }
    }

    protected override void OnRender(Span<byte> rgb) => _painter.Paint(rgb, this);

    /// <summary>One character a cell: <c>#</c> wall, <c>.</c> floor, <c>e</c> emerald, <c>R</c> ruby, digits the robots.</summary>
    protected override string OnRenderText()
    {
        var text = new StringBuilder();
        for (var cell = 0; cell < _gems.Length; cell++)
        {
            var robot = Array.IndexOf(_cells, cell);
            text.Append(robot >= 0 ? (char)('0' + robot) : Arena.IsWall(cell) ? '#' : ".eR"[(int)_gems[cell]]);
            if ((cell + 1) % Options.Size == 0)
            {
                text.Append('\n');
            }
        }

        return text.ToString();
    }

    protected override void OnSave(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Arena.Save(writer);
        writer.Write(_steps);
        foreach (var gem in _gems)
        {
            writer.Write((byte)gem);
        }

        for (var robot = 0; robot < _cells.Length; robot++)
        {
            writer.Write(_cells[robot]);
            writer.Write(_scores[robot]);
            writer.Write((byte)_headings[robot]);
        }
    }

    protected override void OnRestore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Arena.Restore(reader);
        _steps = reader.ReadInt32();
        foreach (ref var gem in _gems.AsSpan())
        {
            gem = (Gem)reader.ReadByte();
        }

        for (var robot = 0; robot < _cells.Length; robot++)
        {
            (_cells[robot], _scores[robot], _headings[robot]) = (reader.ReadInt32(), reader.ReadInt32(), (Grid.Heading)reader.ReadByte());
        }
    }

    internal static int Worth(Gem gem) => gem switch
    {
        Gem.Emerald => 1,
        Gem.Ruby => 3,
        _ => 0,
    };

    private static Box ViewOf(GemRushOptions options)
    {
        var side = options.FullView ? options.Size : options.ViewSize;
        return new Box(0, 1, [side, side, 5], ElementType.UInt8);
    }

    private int Wanted(int robot, int action)
    {
        if (action == 4)
        {
            return _cells[robot];
        }

        _headings[robot] = action switch
        {
            0 => Gym.Grid.Heading.Left,
            1 => Gym.Grid.Heading.Down,
            2 => Gym.Grid.Heading.Right,
            _ => Gym.Grid.Heading.Up,
        };
        var cell = _cells[robot] + Arena.Steps[action];
        return Arena.IsWall(cell) ? _cells[robot] : cell;
    }

    // A cell without gem and robot, each as likely as the others, then the kind.
    private void AddGem()
    {
        var free = 0;
        for (var i = 0; i < Arena.FloorCount; i++)
        {
            free += IsFree(Arena.Floors[i]) ? 1 : 0;
        }

        var number = (int)Random.Integers(0, free);
        for (var i = 0; ; i++)
        {
            if (IsFree(Arena.Floors[i]) && number-- == 0)
            {
                _gems[Arena.Floors[i]] = Random.Random() < RubyChance ? Gem.Ruby : Gem.Emerald;
                return;
            }
        }
    }

    private bool IsFree(int cell) => _gems[cell] == Gem.None && !_cells.AsSpan().Contains(cell);
}
