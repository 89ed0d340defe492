namespace Palestra.Gym.Classic;

/// <summary>
/// Drive a weak car out of a valley: rock to and fro until the speed carries it to the flag at 0.5. Actions: 0 left, 1 none,
/// 2 right. Number for number Gymnasium's MountainCar-v0. Not thread-safe.
/// </summary>
public sealed class MountainCar : Env<MountainCarObservation, long>
{
    private readonly MountainCarPainter _painter = new(MountainCarDynamics.Goal);
    private readonly double _goalVelocity;
    private double _position;
    private double _velocity;

    /// <param name="goalVelocity">Least velocity with which the flag counts as reached.</param>
    public MountainCar(double goalVelocity = 0)
        : base(new Discrete(3), MountainCarDynamics.ObservationBox()) => _goalVelocity = Finite.Check(goalVelocity, "goal_velocity");

    internal double GoalVelocity => _goalVelocity;

    public MountainCarState State => new(_position, _velocity);

    public override FrameSize FrameSize => MountainCarPainter.Size;

    public override StepResult<MountainCarObservation> Step(long action)
    {
        var terminated = MountainCarDynamics.Step(ref _position, ref _velocity, action, _goalVelocity);
        return new StepResult<MountainCarObservation>(State.Observe(), MountainCarDynamics.Reward, terminated, false);
    }

    public override void Render(Span<byte> rgb) => _painter.Paint(rgb, _position);

    protected override MountainCarObservation OnReset(ParameterValues? options)
    {
        _position = MountainCarDynamics.Start.Or(options).Draw(Random);
        _velocity = 0;
        return State.Observe();
    }

    protected override void OnSave(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_position);
        writer.Write(_velocity);
    }

    protected override void OnRestore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        (_position, _velocity) = (reader.ReadDouble(), reader.ReadDouble());
    }
}
