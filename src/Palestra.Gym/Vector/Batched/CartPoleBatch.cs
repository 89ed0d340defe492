using Palestra.Gym.Classic;

namespace Palestra.Gym.Vector;

/// <summary><see cref="CartPole"/>, many at once.</summary>
internal readonly struct CartPoleBatch(CartPole cart, int places) : IBatchedDynamics<CartPoleObservation, long>
{
    private readonly double[] _position = new double[places];
    private readonly double[] _velocity = new double[places];
    private readonly double[] _angle = new double[places];
    private readonly double[] _angularVelocity = new double[places];
    private readonly int[] _push = Filled.With(-1, places);
    private readonly bool _suttonBartoReward = cart.SuttonBartoReward;

    public bool Allows(long action) => (ulong)action < 2;

    public CartPoleObservation Reset(int at, NumpyRandom random, ParameterValues? options)
    {
        var range = CartPoleDynamics.Start.Or(options);
        (_position[at], _velocity[at]) = (range.Draw(random), range.Draw(random));
        (_angle[at], _angularVelocity[at]) = (range.Draw(random), range.Draw(random));
        _push[at] = -1;
        return Observe(at);
    }

    public CartPoleObservation Step(int at, long action, NumpyRandom random, out double reward, out bool terminated)
    {
        _push[at] = (int)action;
        terminated = CartPoleDynamics.Step(ref _position[at], ref _velocity[at], ref _angle[at], ref _angularVelocity[at], action);
        reward = CartPoleDynamics.Reward(terminated, _suttonBartoReward);
        return Observe(at);
    }

    public int StepMany(int from, int to, in StepBuffers buffers)
    {
        if (!CartPoleLanes.IsSupported)
        {
            return from;
        }

        var at = from;
        for (; at + CartPoleLanes.Count <= to; at += CartPoleLanes.Count)
        {
            if (!CartPoleLanes.Step(
                ref _position[at], ref _velocity[at], ref _angle[at], ref _angularVelocity[at], ref _push[at], at, buffers, _suttonBartoReward))
            {
                break;
            }
        }

        return at;
    }

    public void Copy(int from, int to)
    {
        (_position[to], _velocity[to]) = (_position[from], _velocity[from]);
        (_angle[to], _angularVelocity[to], _push[to]) = (_angle[from], _angularVelocity[from], _push[from]);
    }

    public void Save(int at, BinaryWriter writer)
    {
        writer.Write(_position[at]);
        writer.Write(_velocity[at]);
        writer.Write(_angle[at]);
        writer.Write(_angularVelocity[at]);
        writer.Write(_push[at]);
    }

    public void Restore(int at, BinaryReader reader)
    {
        (_position[at], _velocity[at]) = (reader.ReadDouble(), reader.ReadDouble());
        (_angle[at], _angularVelocity[at]) = (reader.ReadDouble(), reader.ReadDouble());
        _push[at] = reader.ReadInt32();
    }

    private CartPoleObservation Observe(int at) => new((float)_position[at], (float)_velocity[at], (float)_angle[at], (float)_angularVelocity[at]);
}
