using Palestra.Gym.Classic;

namespace Palestra.Gym.Vector;

/// <summary><see cref="MountainCar"/>, many at once.</summary>
internal readonly struct MountainCarBatch(MountainCar car, int places) : IBatchedDynamics<MountainCarObservation, long>
{
    private readonly double[] _position = new double[places];
    private readonly double[] _velocity = new double[places];
    private readonly double _goalVelocity = car.GoalVelocity;

    public bool Allows(long action) => (ulong)action < 3;

    public MountainCarObservation Reset(int at, NumpyRandom random, ParameterValues? options)
    {
        (_position[at], _velocity[at]) = (MountainCarDynamics.Start.Or(options).Draw(random), 0);
        return Observe(at);
    }

    public MountainCarObservation Step(int at, long action, NumpyRandom random, out double reward, out bool terminated)
    {
        terminated = MountainCarDynamics.Step(ref _position[at], ref _velocity[at], action, _goalVelocity);
        reward = MountainCarDynamics.Reward;
        return Observe(at);
    }

    public int StepMany(int from, int to, in StepBuffers buffers) => from;

    public void Copy(int from, int to) => (_position[to], _velocity[to]) = (_position[from], _velocity[from]);

    public void Save(int at, BinaryWriter writer)
    {
        writer.Write(_position[at]);
        writer.Write(_velocity[at]);
    }

    public void Restore(int at, BinaryReader reader) => (_position[at], _velocity[at]) = (reader.ReadDouble(), reader.ReadDouble());

    private MountainCarObservation Observe(int at) => new((float)_position[at], (float)_velocity[at]);
}
