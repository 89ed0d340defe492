namespace Palestra.Gym.Classic;

/// <summary>
/// Swing a rod up and hold it upright with a motor too weak to lift it. The action is one float32, the torque in N m,
/// counter-clockwise positive, clipped to -2 to 2. Episodes do not terminate. Number for number Gymnasium's Pendulum-v1. Not
/// thread-safe.
/// </summary>
public sealed class Pendulum : Env<PendulumObservation, float>
{
    private readonly PendulumPainter _painter = new();
    private readonly double _gravity;
    private double _angle;
    private double _velocity;
    private double _sin;
    private float _torque;

    /// <param name="gravity">Acceleration of gravity, m/s².</param>
    public Pendulum(double gravity = 10)
        : base(
            new Box(-PendulumDynamics.MaxTorque, PendulumDynamics.MaxTorque, [1]),
            new Box([-1, -1, -PendulumDynamics.MaxSpeed], [1, 1, PendulumDynamics.MaxSpeed], [3])) => _gravity = Finite.Check(gravity, "g");

    internal double Gravity => _gravity;

    public PendulumState State => new(_angle, _velocity);

    public override FrameSize FrameSize => PendulumPainter.Size;

    public override StepResult<PendulumObservation> Step(float action)
    {
        _torque = action;
        var reward = PendulumDynamics.Step(ref _angle, ref _velocity, ref _sin, out var cos, ref _torque, _gravity);
        return new StepResult<PendulumObservation>(new((float)cos, (float)_sin, (float)_velocity), reward, false, false);
    }

    public override void Render(Span<byte> rgb) => _painter.Paint(rgb, _angle, _torque);

    protected override PendulumObservation OnReset(ParameterValues? options)
    {
        (_angle, _velocity) = PendulumDynamics.Draw(Random, options);
        _torque = 0;
        (_sin, var cos) = Trig.SinCos(_angle);
        return new((float)cos, (float)_sin, (float)_velocity);
    }

    protected override void OnSave(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_angle);
        writer.Write(_velocity);
        writer.Write(_torque);
    }

    protected override void OnRestore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        (_angle, _velocity) = (reader.ReadDouble(), reader.ReadDouble());
        _torque = reader.ReadSingle();
        _sin = Trig.Sin(_angle);
    }
}
