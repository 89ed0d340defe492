using System.Runtime.CompilerServices;

namespace Palestra.Gym.Classic;

/// <summary>
/// A rod of 1 m and 1 kg on a motor too weak to lift it, 0.05 s a step, in doubles; the torque stays float32. Pure: the state
/// is the caller's. The order of operations is Gymnasium's.
/// </summary>
internal static class PendulumDynamics
{
    [NotTunable("The strongest torque belongs to the task.")]
    public const float MaxTorque = 2;

    [NotTunable("The fastest turn belongs to the task.")]
    public const double MaxSpeed = 8;

    private const double StepTime = 0.05;
    private const double Turn = 2 * Math.PI;

    /// <param name="sin">In: the sine of the angle, as the last observation had it. Out: that of the new angle.</param>
    /// <param name="cos">The cosine of the new angle.</param>
    /// <param name="torque">In N m; clipped to -2 to 2, and left so.</param>
    /// <returns>The reward: minus the costs of the state before the step and of the torque.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Step(ref double angle, ref double velocity, ref double sin, out double cos, ref float torque, double gravity)
    {
        torque = MathF.Min(MathF.Max(torque, -MaxTorque), MaxTorque);
        var costs = Square.Of(Normalise(angle)) + (0.1 * Square.Of(velocity)) + (0.001f * Square.OfSingle(torque));
        var v = velocity + (((3 * gravity / 2 * sin) + (3f * torque)) * StepTime);
        velocity = Math.Min(Math.Max(v, -MaxSpeed), MaxSpeed);
        angle += velocity * StepTime;
        (sin, cos) = Trig.SinCos(angle);
        return -costs;
    }

    /// <summary>Draws a first state, within the reset options or half a turn and 1 radian per second to either side.</summary>
    public static (double Angle, double Velocity) Draw(NumpyRandom random, ParameterValues? options)
    {
        var (angle, velocity) = options is null ? (Math.PI, 1) : (options.Float("x_init"), options.Float("y_init"));
        return (random.Uniform(-angle, angle), random.Uniform(-velocity, velocity));
    }

    // (angle + pi) modulo a turn, with the sign of the turn, less pi. Within two turns the remainder is a difference, and exact.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Normalise(double angle)
    {
        var shifted = angle + Math.PI;
        var remainder = shifted is >= 0 and < Turn ? shifted
            : shifted is >= Turn and < 2 * Turn ? shifted - Turn
            : FloorRemainder(shifted);
        return remainder - Math.PI;
    }

    private static double FloorRemainder(double shifted)
    {
        var remainder = shifted % Turn;
        return remainder < 0 ? remainder + Turn : Math.Abs(remainder);
    }
}
