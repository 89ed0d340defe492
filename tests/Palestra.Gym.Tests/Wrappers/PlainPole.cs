namespace Palestra.Gym.Tests;

/// <summary>The pole of https://gymnasium.farama.org/environments/classic_control/cart_pole/ in its plain form: numbers for wrappers to work on.</summary>
internal sealed class PlainPole() : Env<PlainPole.Row, long>(new Discrete(2), new Box(Low, High, [4]))
{
    private static readonly double[] High = [4.8, double.PositiveInfinity, 24 * Math.PI / 180, double.PositiveInfinity];
    private static readonly double[] Low = [.. High.Select(h => -h)];
    private double _x, _v, _angle, _spin;

    public override StepResult<Row> Step(long action)
    {
        var (sin, cos) = (Math.Sin(_angle), Math.Cos(_angle));
        var push = ((action == 1 ? 10 : -10) + (0.05 * _spin * _spin * sin)) / 1.1;
        var spinning = ((9.8 * sin) - (cos * push)) / (0.5 * ((4.0 / 3.0) - (0.1 * cos * cos / 1.1)));
        var moving = push - (0.05 * spinning * cos / 1.1);
        (_x, _v) = (_x + (0.02 * _v), _v + (0.02 * moving));
        (_angle, _spin) = (_angle + (0.02 * _spin), _spin + (0.02 * spinning));
        return new(Seen, 1, Math.Abs(_x) > 2.4 || Math.Abs(_angle) > 12 * 2 * Math.PI / 360, false);
    }

    protected override Row OnReset(ParameterValues? options)
    {
        (_x, _v) = (Random.Uniform(-0.05, 0.05), Random.Uniform(-0.05, 0.05));
        (_angle, _spin) = (Random.Uniform(-0.05, 0.05), Random.Uniform(-0.05, 0.05));
        return Seen;
    }

    protected override void OnSave(BinaryWriter writer)
    {
        writer.Write(_x);
        writer.Write(_v);
        writer.Write(_angle);
        writer.Write(_spin);
    }

    protected override void OnRestore(BinaryReader reader)
    {
        (_x, _v) = (reader.ReadDouble(), reader.ReadDouble());
        (_angle, _spin) = (reader.ReadDouble(), reader.ReadDouble());
    }

    private Row Seen => new((float)_x, (float)_v, (float)_angle, (float)_spin);

    internal readonly record struct Row(float Position, float Velocity, float Angle, float Spin);
}
