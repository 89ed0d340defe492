using Palestra.Gym.Toy;

namespace Palestra.Gym.Vector;

/// <summary><see cref="CliffWalking"/>, many at once.</summary>
internal readonly struct CliffWalkingBatch(CliffWalking cliff, int places) : IBatchedDynamics<long, long>
{
    private readonly TabularDynamics _table = new(cliff.P, places);
    private readonly bool[] _fell = new bool[places];

    public bool Allows(long action) => _table.Allows(action);

    public long Reset(int at, NumpyRandom random, ParameterValues? options)
    {
        _fell[at] = false;
        return _table.Reset(at, random);
    }

    public long Step(int at, long action, NumpyRandom random, out double reward, out bool terminated)
    {
        var state = _table.Step(at, action, random, out reward, out terminated);
        _fell[at] = reward == CliffWalking.FallReward;
        return state;
    }

    public int StepMany(int from, int to, in StepBuffers buffers) => from;

    public void Copy(int from, int to)
    {
        _table.Copy(from, to);
        _fell[to] = _fell[from];
    }

    public void Save(int at, BinaryWriter writer)
    {
        writer.Write(_table.State(at));
        writer.Write(_table.LastAction(at));
        writer.Write(_fell[at]);
        writer.Write(_table.Probability(at));
    }

    public void Restore(int at, BinaryReader reader)
    {
        _table.State(at) = reader.ReadInt32();
        _table.LastAction(at) = reader.ReadInt32();
        _fell[at] = reader.ReadBoolean();
        _table.Probability(at) = reader.ReadDouble();
    }
}
