using System.Text.Json;

namespace Palestra.Gym.Grid;

/// <summary>
/// Base of the grid worlds: an agent with a heading walks, carries and opens its way to the goal. Rules of our own with
/// the conventions of MiniGrid (Chevalier-Boisvert et al. 2023, minigrid.farama.org): the same actions, the same
/// numbers in observations, the same reward.
/// <para>Actions: <see cref="GridAction"/>. Observation: uint8, (<see cref="GridWorldOptions.ViewSize"/>, same, 3), indexed [x, y,
/// channel], channels kind, colour and state; see <see cref="Sight"/> for what is seen. The agent's own cell shows what it
/// carries. With <see cref="GridWorldOptions.FullView"/>: (size, size, 3), the whole grid from above with the agent in it, its
/// heading as state.</para>
/// <para>Reward: 1 - 0.9 * steps / max_steps on reaching the goal, which terminates; else 0. Truncated after max_steps.</para>
/// </summary>
public abstract class GridWorld : RowEnv<long>
{
    private readonly Sight _sight;
    private readonly GridPainter _painter;
    private Pose _agent;
    private Cell _carried = Cell.Empty;
    private int _steps;

    /// <exception cref="GymException">An option is out of range.</exception>
    protected GridWorld(GridWorldOptions options, int minSize)
        : base(new Discrete(7), ObservationOf((options ?? throw new ArgumentNullException(nameof(options))).Checked(minSize)))
    {
        Options = options;
        Map = new CellMap(options.Size, options.ViewSize - 1);
        Map.Clear();
        _sight = new Sight(options.ViewSize, options.SeeThroughWalls);
        _painter = new GridPainter(options.Size, options.FullView ? null : _sight);
    }

    public GridWorldOptions Options { get; }

    /// <summary>The cells as they are, without the agent.</summary>
    public CellMap Map { get; }

    public Pose Agent => _agent;

    /// <summary>What the agent carries; <see cref="Cell.Empty"/> is nothing.</summary>
    public Cell Carried => _carried;

    /// <summary>Steps since the reset.</summary>
    public int Steps => _steps;

    /// <summary>What to do, in words.</summary>
    public abstract string Mission { get; }

    public override FrameSize FrameSize => _painter.Size;

    public override bool RendersText => true;

    public sealed override StepOutcome Step(long action, Span<byte> observation)
    {
        _steps++;
        var arrived = Act((GridAction)action);
        Observe(observation);
        return new StepOutcome(arrived ? 1 - (0.9 * _steps / Options.MaxSteps) : 0, arrived, _steps >= Options.MaxSteps);
    }

    public override void Render(Span<byte> rgb) => _painter.Paint(rgb, Map, _agent, _carried);

    /// <summary>One character a cell: <c>#</c> wall, <c>.</c> empty, <c>G</c> goal, <c>k</c> key, <c>L D /</c> door locked, closed, open, and the agent as an arrow.</summary>
    public override string RenderText() => GridText.Draw(Map, _agent);

    public override void WriteInfo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteNumber("direction", (int)_agent.Heading);
        if (_carried == Cell.Empty)
        {
            writer.WriteNull("carrying");
        }
        else
        {
            writer.WriteString("carrying", GridText.NameOfKey(_carried.Colour));
        }

        writer.WriteString("mission", Mission);
        writer.WriteEndObject();
    }

    /// <summary>Lays out the map, which is empty within its outer walls, and places the agent.</summary>
    /// <returns>Where the agent starts.</returns>
    protected abstract Pose Generate();

    /// <summary>Draws one of the empty cells, each as likely as the others: one draw.</summary>
    /// <param name="columns">Only the columns left of this one; <c>null</c> for all.</param>
    protected GridCell DrawEmpty(int? columns = null)
    {
        var within = columns ?? Map.Size;
        return Map.FindEmpty((int)Random.Integers(0, Map.CountEmpty(within)), within);
    }

    /// <summary>Draws where the agent starts: an empty cell, then a heading.</summary>
    /// <inheritdoc cref="DrawEmpty"/>
    protected Pose DrawAgent(int? columns = null)
    {
        var cell = DrawEmpty(columns);
        return new Pose(cell.Row, cell.Column, (Heading)Random.Integers(0, 4));
    }

    protected sealed override void OnReset(Span<byte> observation, ParameterValues? options)
    {
        Map.Clear();
        _agent = Generate();
        (_carried, _steps) = (Cell.Empty, 0);
        Observe(observation);
    }

    protected sealed override void OnSave(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Map.Save(writer);
        writer.Write(_agent.Row);
        writer.Write(_agent.Column);
        writer.Write((byte)_agent.Heading);
        writer.Write(_carried.Code);
        writer.Write(_steps);
    }

    protected sealed override void OnRestore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Map.Restore(reader);
        _agent = new Pose(reader.ReadInt32(), reader.ReadInt32(), (Heading)reader.ReadByte());
        _carried = new Cell(reader.ReadUInt32());
        _steps = reader.ReadInt32();
    }

    private static Box ObservationOf(GridWorldOptions options)
    {
        var side = options.FullView ? options.Size : options.ViewSize;
        return new Box(0, 255, [side, side, 3], ElementType.UInt8);
    }

    /// <returns>Whether the agent is at the goal.</returns>
    private bool Act(GridAction action)
    {
        var ahead = _agent.Ahead;
        var front = Map[ahead.Row, ahead.Column];
        switch (action)
        {
            case GridAction.TurnLeft:
                _agent = _agent.TurnedLeft;
                break;
            case GridAction.TurnRight:
                _agent = _agent.TurnedRight;
                break;
            case GridAction.Forward when front.CanEnter:
                _agent = ahead;
                return front.Kind == CellKind.Goal;
            case GridAction.PickUp when front.Kind == CellKind.Key && _carried == Cell.Empty:
                _carried = front;
                Map[ahead.Row, ahead.Column] = Cell.Empty;
                break;
            case GridAction.Drop when front == Cell.Empty && _carried != Cell.Empty:
                Map[ahead.Row, ahead.Column] = _carried;
                _carried = Cell.Empty;
                break;
            case GridAction.Toggle when front.Kind == CellKind.Door:
                Map[ahead.Row, ahead.Column] = Cell.Door(front.Colour, Toggled(front));
                break;
        }

        return false;
    }

    private DoorState Toggled(Cell door) => (DoorState)door.State switch
    {
        DoorState.Open => DoorState.Closed,
        DoorState.Locked when _carried != Cell.Key(door.Colour) => DoorState.Locked,
        _ => DoorState.Open,
    };

    private void Observe(Span<byte> observation)
    {
        if (!Options.FullView)
        {
            _sight.Write(Map, _agent, _carried, observation);
            return;
        }

        var at = 0;
        for (var column = 0; column < Map.Size; column++)
        {
            for (var row = 0; row < Map.Size; row++, at += 3)
            {
                Sight.Put(observation[at..], Map[row, column].Code);
            }
        }

        var own = ((_agent.Column * Map.Size) + _agent.Row) * 3;
        Sight.Put(observation[own..], new Cell(CellKind.Agent, CellColour.Red, (byte)_agent.Heading).Code);
    }
}
