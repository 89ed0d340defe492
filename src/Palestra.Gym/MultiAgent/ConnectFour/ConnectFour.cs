using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Palestra.Gym.MultiAgent;

/// <summary>
/// Connect Four: two players in turn drop discs into seven columns of six; who first has four in a line, across, up or
/// aslant, wins; a full board without is a draw. <c>player_0</c> moves first. No chance in it.
/// <para>Action: int64, the column 0 to 6; a full column is illegal. Observation: int8 (6, 7, 2), row 0 on top: plane 0 has 1
/// where the observing player's discs are, plane 1 the other's. Reward at the end: 1 for the winner, -1 for the loser, 0 for
/// both in a draw. Both terminate at once. The interface is that of PettingZoo's connect_four_v3.</para>
/// </summary>
public sealed class ConnectFour : AecEnv
{
    private static readonly sbyte[] NoMoves = new sbyte[FourBoard.Columns];

    private readonly ConnectFourPainter _painter = new();
    private readonly sbyte[] _mask = new sbyte[FourBoard.Columns];
    private FourBoard _board;
    private int _mover;
    private int _lastColumn = -1;
    private Ending _ending;

    public ConnectFour()
        : base(["player_0", "player_1"], [Columns(), Columns()], [Planes(), Planes()])
    {
    }

    private enum Ending : byte
    {
        None,
        Won,
        Drawn,
    }

    public override FrameSize FrameSize => ConnectFourPainter.Size;

    public override bool RendersText => true;

    internal FourBoard Board => _board;

    /// <inheritdoc/>
    /// <remarks>All 0 for the player who is not to move.</remarks>
    public override ReadOnlySpan<sbyte> ActionMask(int agent) => agent == _mover && _ending == Ending.None ? _mask : NoMoves;

    public override void Observe(int agent, Span<byte> observation)
    {
        var (own, others) = (_board.Of(agent), _board.Of(1 - agent));
        var at = 0;
        for (var row = 0; row < FourBoard.Rows; row++)
        {
            for (var column = 0; column < FourBoard.Columns; column++, at += 2)
            {
                var bit = FourBoard.Bit(row, column);
                observation[at + 1] = (byte)((others & bit) != 0 ? 1 : 0);
                observation[at] = (byte)((own & bit) != 0 ? 1 : 0);
            }
        }
    }

    public override void WriteInfo(int agent, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteNumber("moves", BitOperations.PopCount(_board.All));
        if (_lastColumn >= 0)
        {
            writer.WriteNumber("last_column", _lastColumn);
        }

        writer.WriteEndObject();
    }

    protected override int OnReset()
    {
        (_board, _mover, _lastColumn, _ending) = (default, 0, -1, Ending.None);
        UpdateMask();
        return 0;
    }

    protected override int OnStep(int agent, ReadOnlySpan<byte> action)
    {
        _lastColumn = (int)Discrete.Read(action);
        _board.Drop(agent, _lastColumn);
        _mover = 1 - agent;
        UpdateMask();
        if (FourBoard.HasFour(_board.Of(agent)))
        {
            _ending = Ending.Won;
            Give(agent, 1);
            Give(_mover, -1);
        }
        else if (_board.IsFull)
        {
            _ending = Ending.Drawn;
        }

        if (_ending != Ending.None)
        {
            Terminate(0);
            Terminate(1);
        }

        return _mover;
    }

    protected override void OnRender(Span<byte> rgb) => _painter.Paint(rgb, _board, _mover, _lastColumn);

    /// <summary>One character a cell, top row first: <c>.</c> empty, <c>X</c> player_0, <c>O</c> player_1; the columns' numbers below.</summary>
    protected override string OnRenderText()
    {
        var text = new StringBuilder();
        for (var row = 0; row < FourBoard.Rows; row++)
        {
            for (var column = 0; column < FourBoard.Columns; column++)
            {
                var bit = FourBoard.Bit(row, column);
                text.Append((_board.First & bit) != 0 ? 'X' : (_board.Second & bit) != 0 ? 'O' : '.');
            }

            text.Append('\n');
        }

        return text.Append("0123456\n").ToString();
    }

    protected override void OnSave(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_board.First);
        writer.Write(_board.Second);
        writer.Write(_mover);
        writer.Write(_lastColumn);
        writer.Write((byte)_ending);
    }

    protected override void OnRestore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _board = new FourBoard { First = reader.ReadUInt64(), Second = reader.ReadUInt64() };
        (_mover, _lastColumn, _ending) = (reader.ReadInt32(), reader.ReadInt32(), (Ending)reader.ReadByte());
        UpdateMask();
    }

    private static Discrete Columns() => new(FourBoard.Columns);

    private static Box Planes() => new(0, 1, [FourBoard.Rows, FourBoard.Columns, 2], ElementType.Int8);

    private void UpdateMask()
    {
        for (var column = 0; column < FourBoard.Columns; column++)
        {
            _mask[column] = (sbyte)(_board.CanDrop(column) ? 1 : 0);
        }
    }
}
