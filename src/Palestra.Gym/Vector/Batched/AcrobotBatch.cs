using Palestra.Gym.Classic;

namespace Palestra.Gym.Vector;

/// <summary><see cref="Acrobot"/>, many at once.</summary>
internal readonly struct AcrobotBatch(Acrobot acrobot, int places) : IBatchedDynamics<AcrobotObservation, long>
{
    private readonly double[] _angle1 = new double[places];
    private readonly double[] _angle2 = new double[places];
    private readonly double[] _velocity1 = new double[places];
    private readonly double[] _velocity2 = new double[places];
    private readonly int[] _torque = new int[places];
    private readonly double _torqueNoise = acrobot.TorqueNoise;
    private readonly AcrobotEquations _equations = acrobot.Equations;

    public bool Allows(long action) => (ulong)action < 3;

    public AcrobotObservation Reset(int at, NumpyRandom random, ParameterValues? options)
    {
        Set(at, AcrobotDynamics.Draw(random, AcrobotDynamics.Start.Or(options), out var observation));
        _torque[at] = 0;
        return observation;
    }

    public AcrobotObservation Step(int at, long action, NumpyRandom random, out double reward, out bool terminated)
    {
        _torque[at] = (int)action - 1;
        double torque = _torque[at];
        if (_torqueNoise > 0)
        {
            torque += random.Uniform(-_torqueNoise, _torqueNoise);
        }

        var state = new AcrobotState(_angle1[at], _angle2[at], _velocity1[at], _velocity2[at]);
        terminated = AcrobotDynamics.Step(ref state, torque, _equations, out var observation);
        reward = terminated ? 0 : -1;
        Set(at, state);
        return observation;
    }

    public int StepMany(int from, int to, in StepBuffers buffers) => from;

    public void Copy(int from, int to)
    {
        (_angle1[to], _angle2[to], _torque[to]) = (_angle1[from], _angle2[from], _torque[from]);
        (_velocity1[to], _velocity2[to]) = (_velocity1[from], _velocity2[from]);
    }

    public void Save(int at, BinaryWriter writer)
    {
        writer.Write(_angle1[at]);
        writer.Write(_angle2[at]);
        writer.Write(_velocity1[at]);
        writer.Write(_velocity2[at]);
        writer.Write(_torque[at]);
    }

    public void Restore(int at, BinaryReader reader)
    {
        Set(at, new(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble()));
        _torque[at] = reader.ReadInt32();
    }

    private void Set(int at, in AcrobotState state)
    {
        (_angle1[at], _angle2[at]) = (state.Angle1, state.Angle2);
        (_velocity1[at], _velocity2[at]) = (state.Velocity1, state.Velocity2);
    }
}
