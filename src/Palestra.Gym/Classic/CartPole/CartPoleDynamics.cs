using System.Runtime.CompilerServices;

namespace Palestra.Gym.Classic;

/// <summary>
/// A pole on a cart without friction, one Euler step of 0.02 s at a time, in doubles. Pure: the state is the caller's.
/// Equations: Barto, Sutton and Anderson (1983), corrected by Florian (2007). The order of operations is Gymnasium's.
/// </summary>
internal static class CartPoleDynamics
{
    public static readonly ResetRange Start = new(-0.05, 0.05);

    /// <summary>Metres from the middle at which the track ends.</summary>
    [NotTunable("The end of the track belongs to the task.")]
    public const double PositionLimit = 2.4;

    /// <summary>Radians from upright at which the pole counts as fallen: 12 degrees.</summary>
    [NotTunable("The angle of a fallen pole belongs to the task.")]
    public const double AngleLimit = 12 * 2 * Math.PI / 360;

    internal const double Gravity = 9.8;
    private const double CartMass = 1.0;
    internal const double PoleMass = 0.1;
    internal const double TotalMass = PoleMass + CartMass;
    internal const double HalfPole = 0.5;
    internal const double PoleMassLength = PoleMass * HalfPole;
    internal const double Force = 10;
    internal const double StepTime = 0.02;

    /// <param name="push">1 pushes to the right, anything else to the left.</param>
    /// <returns>Whether the pole has fallen or the cart has left the track.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Step(ref double position, ref double velocity, ref double angle, ref double angularVelocity, long push)
    {
        var force = push == 1 ? Force : -Force;
        var (sin, cos) = Trig.SinCos(angle);
        var pressure = (force + (PoleMassLength * (angularVelocity * angularVelocity) * sin)) / TotalMass;
        var angularAcceleration = ((Gravity * sin) - (cos * pressure))
            / (HalfPole * ((4.0 / 3.0) - (PoleMass * (cos * cos) / TotalMass)));
        var acceleration = pressure - (PoleMassLength * angularAcceleration * cos / TotalMass);

        position += StepTime * velocity;
        velocity += StepTime * acceleration;
        angle += StepTime * angularVelocity;
        angularVelocity += StepTime * angularAcceleration;
        return position < -PositionLimit || position > PositionLimit || angle < -AngleLimit || angle > AngleLimit;
    }

    /// <summary>1 a step; with Sutton and Barto's rewards 0 a step and -1 for the end.</summary>
    public static double Reward(bool terminated, bool suttonBarto) => suttonBarto ? terminated ? -1 : 0 : 1;
}
