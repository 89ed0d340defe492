namespace Palestra.Gym.Classic;

/// <summary>
/// Swing two hanging links up by torque on the joint between them, until the free end is one link above the fixed joint.
/// Actions: 0 torque -1 N m, 1 none, 2 torque +1 N m. Number for number Gymnasium's Acrobot-v1. Not thread-safe.
/// </summary>
public sealed class Acrobot : Env<AcrobotObservation, long>
{
    private readonly AcrobotPainter _painter = new();
    private readonly double _torqueNoise;
    private readonly AcrobotEquations _equations;
    private AcrobotState _state;
    private int _torque;

    /// <param name="torqueNoiseMax">Bound of the uniform noise on the torque, N m; 0 draws none.</param>
    public Acrobot(double torqueNoiseMax = 0, AcrobotEquations equations = AcrobotEquations.Book)
        : base(new Discrete(3), ObservationBox())
    {
        _torqueNoise = Finite.Check(torqueNoiseMax, "torque_noise_max");
        _equations = equations;
    }

    internal double TorqueNoise => _torqueNoise;

    internal AcrobotEquations Equations => _equations;

    public AcrobotState State => _state;

    public override FrameSize FrameSize => AcrobotPainter.Size;

    public override StepResult<AcrobotObservation> Step(long action)
    {
        _torque = (int)action - 1;
        double torque = _torque;
        if (_torqueNoise > 0)
        {
            torque += Random.Uniform(-_torqueNoise, _torqueNoise);
        }

        var terminated = AcrobotDynamics.Step(ref _state, torque, _equations, out var observation);
        return new StepResult<AcrobotObservation>(observation, terminated ? 0 : -1, terminated, false);
    }

    public override void Render(Span<byte> rgb) => _painter.Paint(rgb, _state, _torque);

    protected override AcrobotObservation OnReset(ParameterValues? options)
    {
        _state = AcrobotDynamics.Draw(Random, AcrobotDynamics.Start.Or(options), out var observation);
        _torque = 0;
        return observation;
    }

    protected override void OnSave(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_state.Angle1);
        writer.Write(_state.Angle2);
        writer.Write(_state.Velocity1);
        writer.Write(_state.Velocity2);
        writer.Write(_torque);
    }

    protected override void OnRestore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _state = new(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        _torque = reader.ReadInt32();
    }

    private static Box ObservationBox()
    {
        double[] high = [1, 1, 1, 1, AcrobotDynamics.MaxVelocity1, AcrobotDynamics.MaxVelocity2];
        return new Box([.. high.Select(bound => -bound)], high, [6]);
    }
}
