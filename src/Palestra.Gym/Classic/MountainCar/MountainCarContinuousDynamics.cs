using System.Runtime.CompilerServices;

namespace Palestra.Gym.Classic;

/// <summary>
/// The car with a throttle instead of three gears. Gymnasium keeps its state in float32 from the end of the first step on,
/// and NumPy then rounds every sum and every constant that meets it to float32: so there is a first step and a later step.
/// Pure: the state is the caller's. The order of operations is Gymnasium's.
/// </summary>
internal static class MountainCarContinuousDynamics
{
    public static readonly ResetRange Start = MountainCarDynamics.Start;

    public const double Goal = 0.45;

    private const double Power = 0.0015;
    private const double Gravity = 0.0025;
    private const double Arrival = 100;

    /// <summary>The first step of an episode, from a state in doubles to one whose numbers are float32.</summary>
    /// <param name="throttle">Clipped to -1 to 1.</param>
    /// <returns>Whether the car is at the goal, fast enough.</returns>
    public static bool FirstStep(ref double position, ref double velocity, float throttle, double goalVelocity)
    {
        var v = velocity + Push(throttle, Trig.Cos(3 * position));
        v = Math.Min(Math.Max(v, -MountainCarDynamics.MaxSpeed), MountainCarDynamics.MaxSpeed);
        var x = Math.Min(Math.Max(position + v, MountainCarDynamics.MinPosition), MountainCarDynamics.MaxPosition);
        v = x == MountainCarDynamics.MinPosition && v < 0 ? 0 : v;
        (position, velocity) = ((float)x, (float)v);
        return x >= Goal && v >= goalVelocity;
    }

    /// <summary>Any later step.</summary>
    /// <inheritdoc cref="FirstStep"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool LaterStep(ref float position, ref float velocity, float throttle, double goalVelocity)
    {
        const float MaxSpeed = (float)MountainCarDynamics.MaxSpeed;
        var v = velocity + (float)Push(throttle, Trig.Cos(3 * position));
        // A clipped speed is the bound itself, a double; any other is float32, and what it is compared with is narrowed.
        var fastEnough = v > MaxSpeed ? MountainCarDynamics.MaxSpeed >= goalVelocity
            : v < -MaxSpeed ? -MountainCarDynamics.MaxSpeed >= goalVelocity
            : v >= (float)goalVelocity;
        v = MathF.Min(MathF.Max(v, -MaxSpeed), MaxSpeed);
        var x = MathF.Min(MathF.Max(position + v, (float)MountainCarDynamics.MinPosition), (float)MountainCarDynamics.MaxPosition);
        v = x == (float)MountainCarDynamics.MinPosition && v < 0 ? 0 : v;
        (position, velocity) = (x, v);
        return x >= (float)Goal && fastEnough;
    }

    /// <summary>100 for arriving, less a tenth of the square of the throttle as it was given, unclipped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Reward(bool terminated, float throttle) =>
        // The square of a float32 is exact in a double.
        (terminated ? Arrival : 0) - ((double)throttle * throttle * 0.1);

    // Force within the bounds is float32 and stays so; a clipped one is a double.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Push(float throttle, double slope) => throttle switch
    {
        > 1 => Power - (Gravity * slope),
        < -1 => -Power - (Gravity * slope),
        _ => (throttle * (float)Power) - (float)(Gravity * slope),
    };
}
