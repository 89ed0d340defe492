using Palestra.Gym.Classic;

namespace Palestra.Gym.Vector;

/// <summary><see cref="Pendulum"/>, many at once.</summary>
internal readonly struct PendulumBatch(Pendulum pendulum, int places) : IBatchedDynamics<PendulumObservation, float>
{
    private readonly double[] _angle = new double[places];
    private readonly double[] _velocity = new double[places];
    private readonly double[] _sin = new double[places];
    private readonly float[] _torque = new float[places];
    private readonly double _gravity = pendulum.Gravity;

    public bool Allows(float action) => float.IsFinite(action);

    public PendulumObservation Reset(int at, NumpyRandom random, ParameterValues? options)
    {
        (_angle[at], _velocity[at]) = PendulumDynamics.Draw(random, options);
        _torque[at] = 0;
        (_sin[at], var cos) = Trig.SinCos(_angle[at]);
        return new((float)cos, (float)_sin[at], (float)_velocity[at]);
    }

    public PendulumObservation Step(int at, float action, NumpyRandom random, out double reward, out bool terminated)
    {
        _torque[at] = action;
        reward = PendulumDynamics.Step(ref _angle[at], ref _velocity[at], ref _sin[at], out var cos, ref _torque[at], _gravity);
        terminated = false;
        return new((float)cos, (float)_sin[at], (float)_velocity[at]);
    }

    public int StepMany(int from, int to, in StepBuffers buffers) => from;

    public void Copy(int from, int to)
    {
        (_angle[to], _velocity[to]) = (_angle[from], _velocity[from]);
        (_sin[to], _torque[to]) = (_sin[from], _torque[from]);
    }

    public void Save(int at, BinaryWriter writer)
    {
        writer.Write(_angle[at]);
        writer.Write(_velocity[at]);
        writer.Write(_torque[at]);
    }

    public void Restore(int at, BinaryReader reader)
    {
        (_angle[at], _velocity[at]) = (reader.ReadDouble(), reader.ReadDouble());
        _torque[at] = reader.ReadSingle();
        _sin[at] = Trig.Sin(_angle[at]);
    }
}
