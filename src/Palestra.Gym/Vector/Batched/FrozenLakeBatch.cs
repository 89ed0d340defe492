using Palestra.Gym.Toy;

namespace Palestra.Gym.Vector;

/// <summary><see cref="FrozenLake"/>, many at once.</summary>
internal readonly struct FrozenLakeBatch(FrozenLake lake, int places) : IBatchedDynamics<long, long>
{
    private readonly TabularDynamics _table = new(lake.P, places);
    private readonly int[] _lastAction = NoAction(places);

    public bool Allows(long action) => _table.Allows(action);

    public long Reset(int at, NumpyRandom random, ParameterValues? options)
    {
        _lastAction[at] = -1;
        return _table.Reset(at, random);
    }

    public long Step(int at, long action, NumpyRandom random, out double reward, out bool terminated)
    {
        _lastAction[at] = (int)action;
        return _table.Step(at, action, random, out reward, out terminated);
    }

    public void Copy(int from, int to)
    {
        _table.Copy(from, to);
        _lastAction[to] = _lastAction[from];
    }

    public void Save(int at, BinaryWriter writer)
    {
        writer.Write(_table.State(at));
        writer.Write(_lastAction[at]);
        writer.Write(_table.Probability(at));
    }

    public void Restore(int at, BinaryReader reader)
    {
        _table.State(at) = reader.ReadInt32();
        _lastAction[at] = reader.ReadInt32();
        _table.Probability(at) = reader.ReadDouble();
    }

    private static int[] NoAction(int count)
    {
        var values = new int[count];
        Array.Fill(values, -1);
        return values;
    }
}
