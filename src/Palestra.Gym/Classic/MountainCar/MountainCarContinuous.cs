namespace Palestra.Gym.Classic;

/// <summary>
/// Drive a weak car out of a valley with as little throttle as possible, to the flag at 0.45. The action is one float32, the
/// throttle, clipped to -1 to 1. Number for number Gymnasium's MountainCarContinuous-v0. Not thread-safe.
/// </summary>
public sealed class MountainCarContinuous : Env<MountainCarObservation, float>
{
    private readonly MountainCarPainter _painter = new(MountainCarContinuousDynamics.Goal);
    private readonly double _goalVelocity;

    // In doubles until the first step of an episode; then both numbers are float32.
    private MountainCarState _first;
    private float _position;
    private float _velocity;
    private bool _isFirst = true;

    /// <param name="goalVelocity">Least velocity with which the flag counts as reached.</param>
    public MountainCarContinuous(double goalVelocity = 0)
        : base(new Box(-1, 1, [1]), MountainCarDynamics.ObservationBox()) => _goalVelocity = Finite.Check(goalVelocity, "goal_velocity");

    internal double GoalVelocity => _goalVelocity;

    public MountainCarState State => _isFirst ? _first : new(_position, _velocity);

    public override FrameSize FrameSize => MountainCarPainter.Size;

    public override StepResult<MountainCarObservation> Step(float action)
    {
        var terminated = _isFirst
            ? FirstStep(action)
            : MountainCarContinuousDynamics.LaterStep(ref _position, ref _velocity, action, _goalVelocity);
        return new StepResult<MountainCarObservation>(
            new(_position, _velocity), MountainCarContinuousDynamics.Reward(terminated, action), terminated, false);
    }

    public override void Render(Span<byte> rgb) => _painter.Paint(rgb, State.Position);

    protected override MountainCarObservation OnReset(ParameterValues? options)
    {
        _first = new(MountainCarContinuousDynamics.Start.Or(options).Draw(Random), 0);
        _isFirst = true;
        return _first.Observe();
    }

    protected override void OnSave(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_isFirst);
        writer.Write(State.Position);
        writer.Write(State.Velocity);
    }

    protected override void OnRestore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _isFirst = reader.ReadBoolean();
        _first = new(reader.ReadDouble(), reader.ReadDouble());
        (_position, _velocity) = ((float)_first.Position, (float)_first.Velocity);
    }

    private bool FirstStep(float action)
    {
        var (position, velocity) = (_first.Position, _first.Velocity);
        var terminated = MountainCarContinuousDynamics.FirstStep(ref position, ref velocity, action, _goalVelocity);
        (_position, _velocity, _isFirst) = ((float)position, (float)velocity, false);
        return terminated;
    }
}
