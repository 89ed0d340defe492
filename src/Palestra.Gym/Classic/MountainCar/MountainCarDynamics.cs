using System.Runtime.CompilerServices;

namespace Palestra.Gym.Classic;

/// <summary>
/// A car in a valley whose engine is weaker than gravity, in doubles. Pure: the state is the caller's. Moore (1990); the
/// order of operations is Gymnasium's.
/// </summary>
internal static class MountainCarDynamics
{
    public static readonly ResetRange Start = new(-0.6, -0.4);

    [NotTunable("The wall of the valley belongs to the task.")]
    public const double MinPosition = -1.2;

    [NotTunable("The end of the hill belongs to the task.")]
    public const double MaxPosition = 0.6;

    [NotTunable("The top speed belongs to the task.")]
    public const double MaxSpeed = 0.07;

    public const double Goal = 0.5;

    public const double Reward = -1;

    private const double Force = 0.001;
    private const double Gravity = 0.0025;

    /// <summary>The space of the observations of both cars.</summary>
    public static Box ObservationBox() => new([MinPosition, -MaxSpeed], [MaxPosition, MaxSpeed], [2]);

    /// <param name="push">0 to the left, 1 not at all, 2 to the right.</param>
    /// <returns>Whether the car is at the goal, fast enough.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Step(ref double position, ref double velocity, long push, double goalVelocity)
    {
        var v = velocity + (((push - 1) * Force) + (Trig.Cos(3 * position) * -Gravity));
        v = Math.Min(Math.Max(v, -MaxSpeed), MaxSpeed);
        var x = Math.Min(Math.Max(position + v, MinPosition), MaxPosition);
        // The wall takes all the speed.
        v = x == MinPosition && v < 0 ? 0 : v;
        (position, velocity) = (x, v);
        return x >= Goal && v >= goalVelocity;
    }
}
