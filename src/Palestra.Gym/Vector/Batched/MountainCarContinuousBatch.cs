using Palestra.Gym.Classic;

namespace Palestra.Gym.Vector;

/// <summary><see cref="MountainCarContinuous"/>, many at once.</summary>
internal readonly struct MountainCarContinuousBatch(MountainCarContinuous car, int places) : IBatchedDynamics<MountainCarObservation, float>
{
    // In doubles until the first step of an episode; then both numbers are float32.
    private readonly double[] _firstPosition = new double[places];
    private readonly double[] _firstVelocity = new double[places];
    private readonly bool[] _isFirst = Filled.With(true, places);
    private readonly float[] _position = new float[places];
    private readonly float[] _velocity = new float[places];
    private readonly double _goalVelocity = car.GoalVelocity;

    public bool Allows(float action) => float.IsFinite(action);

    public MountainCarObservation Reset(int at, NumpyRandom random, ParameterValues? options)
    {
        (_firstPosition[at], _firstVelocity[at]) = (MountainCarContinuousDynamics.Start.Or(options).Draw(random), 0);
        _isFirst[at] = true;
        return new((float)_firstPosition[at], (float)_firstVelocity[at]);
    }

    public MountainCarObservation Step(int at, float action, NumpyRandom random, out double reward, out bool terminated)
    {
        terminated = _isFirst[at]
            ? FirstStep(at, action)
            : MountainCarContinuousDynamics.LaterStep(ref _position[at], ref _velocity[at], action, _goalVelocity);
        reward = MountainCarContinuousDynamics.Reward(terminated, action);
        return new(_position[at], _velocity[at]);
    }

    public int StepMany(int from, int to, in StepBuffers buffers) => from;

    public void Copy(int from, int to)
    {
        (_firstPosition[to], _firstVelocity[to], _isFirst[to]) = (_firstPosition[from], _firstVelocity[from], _isFirst[from]);
        (_position[to], _velocity[to]) = (_position[from], _velocity[from]);
    }

    public void Save(int at, BinaryWriter writer)
    {
        writer.Write(_isFirst[at]);
        writer.Write(_isFirst[at] ? _firstPosition[at] : _position[at]);
        writer.Write(_isFirst[at] ? _firstVelocity[at] : _velocity[at]);
    }

    public void Restore(int at, BinaryReader reader)
    {
        _isFirst[at] = reader.ReadBoolean();
        (_firstPosition[at], _firstVelocity[at]) = (reader.ReadDouble(), reader.ReadDouble());
        (_position[at], _velocity[at]) = ((float)_firstPosition[at], (float)_firstVelocity[at]);
    }

    private bool FirstStep(int at, float action)
    {
        var terminated = MountainCarContinuousDynamics.FirstStep(ref _firstPosition[at], ref _firstVelocity[at], action, _goalVelocity);
        (_position[at], _velocity[at], _isFirst[at]) = ((float)_firstPosition[at], (float)_firstVelocity[at], false);
        return terminated;
    }
}
