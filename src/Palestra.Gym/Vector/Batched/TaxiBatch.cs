using Palestra.Gym.Toy;

namespace Palestra.Gym.Vector;

/// <summary><see cref="Taxi"/>, many at once.</summary>
internal readonly struct TaxiBatch(Taxi taxi, int places) : IBatchedDynamics<long, long>
{
    private readonly TabularDynamics _table = new(taxi.P, places);
    private readonly int[] _heading = new int[places];
    private readonly bool[] _ficklePending = new bool[places];
    private readonly Taxi _taxi = taxi;

    public bool Allows(long action) => _table.Allows(action);

    public long Reset(int at, NumpyRandom random, ParameterValues? options)
    {
        var state = _table.Reset(at, random);
        _ficklePending[at] = _taxi.DrawFickle(random);
        _heading[at] = 0;
        return state;
    }

    public long Step(int at, long action, NumpyRandom random, out double reward, out bool terminated)
    {
        var before = _table.State(at);
        var next = _table.Step(at, action, random, out reward, out terminated);
        if (_ficklePending[at])
        {
            _table.State(at) = next = TaxiModel.ChangeMind(before, next, random, ref _ficklePending[at]);
        }

        _heading[at] = action < 4 ? (int)action : _heading[at];
        return next;
    }

    public int StepMany(int from, int to, in StepBuffers buffers) => from;

    public void Copy(int from, int to)
    {
        _table.Copy(from, to);
        (_heading[to], _ficklePending[to]) = (_heading[from], _ficklePending[from]);
    }

    public void Save(int at, BinaryWriter writer)
    {
        writer.Write(_table.State(at));
        writer.Write(_table.LastAction(at));
        writer.Write(_heading[at]);
        writer.Write(_ficklePending[at]);
        writer.Write(_table.Probability(at));
    }

    public void Restore(int at, BinaryReader reader)
    {
        _table.State(at) = reader.ReadInt32();
        _table.LastAction(at) = reader.ReadInt32();
        _heading[at] = reader.ReadInt32();
        _ficklePending[at] = reader.ReadBoolean();
        _table.Probability(at) = reader.ReadDouble();
    }
}
