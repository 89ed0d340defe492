namespace Palestra.Gym.Classic;

/// <summary>
/// Keep a pole upright on a cart by pushing the cart left (0) or right (1). An episode terminates when the pole leans more
/// than 12 degrees or the cart is more than 2.4 m from the middle. Number for number Gymnasium's CartPole-v1. Not thread-safe.
/// </summary>
public sealed class CartPole : Env<CartPoleObservation, long>
{
    private readonly CartPolePainter _painter = new();
    private readonly bool _suttonBartoReward;
    private double _position;
    private double _velocity;
    private double _angle;
    private double _angularVelocity;
    private int _push = -1;

    /// <param name="suttonBartoReward">0 a step and -1 for the end, instead of 1 a step.</param>
    public CartPole(bool suttonBartoReward = false)
        : base(new Discrete(2), ObservationBox()) => _suttonBartoReward = suttonBartoReward;

    internal bool SuttonBartoReward => _suttonBartoReward;

    public CartPoleState State => new(_position, _velocity, _angle, _angularVelocity);

    public override FrameSize FrameSize => CartPolePainter.Size;

    public override StepResult<CartPoleObservation> Step(long action)
    {
        _push = (int)action;
        var terminated = CartPoleDynamics.Step(ref _position, ref _velocity, ref _angle, ref _angularVelocity, action);
        return new StepResult<CartPoleObservation>(
            State.Observe(), CartPoleDynamics.Reward(terminated, _suttonBartoReward), terminated, false);
    }

    public override void Render(Span<byte> rgb) => _painter.Paint(rgb, State, _push);

    protected override CartPoleObservation OnReset(ParameterValues? options)
    {
        var range = CartPoleDynamics.Start.Or(options);
        (_position, _velocity) = (range.Draw(Random), range.Draw(Random));
        (_angle, _angularVelocity) = (range.Draw(Random), range.Draw(Random));
        _push = -1;
        return State.Observe();
    }

    protected override void OnSave(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_position);
        writer.Write(_velocity);
        writer.Write(_angle);
        writer.Write(_angularVelocity);
        writer.Write(_push);
    }

    protected override void OnRestore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        (_position, _velocity) = (reader.ReadDouble(), reader.ReadDouble());
        (_angle, _angularVelocity) = (reader.ReadDouble(), reader.ReadDouble());
        _push = reader.ReadInt32();
    }

    // Twice the limits, so that the observation of a failure lies inside.
    private static Box ObservationBox()
    {
        double[] high = [CartPoleDynamics.PositionLimit * 2, double.PositiveInfinity, CartPoleDynamics.AngleLimit * 2, double.PositiveInfinity];
        return new Box([.. high.Select(bound => -bound)], high, [4]);
    }
}
