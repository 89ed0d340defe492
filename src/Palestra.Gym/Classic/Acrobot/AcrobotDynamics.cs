using System.Runtime.CompilerServices;

namespace Palestra.Gym.Classic;

/// <summary>
/// Two links of 1 m and 1 kg, torque on the joint between them; one Runge-Kutta step of the fourth order over 0.2 s at a
/// time, in doubles. Pure: the state is the caller's. Equations: Sutton and Barto; the order of operations is Gymnasium's.
/// </summary>
internal static class AcrobotDynamics
{
    public static readonly ResetRange Start = new(-0.1, 0.1);

    [NotTunable("The fastest turn of the first joint belongs to the task.")]
    public const double MaxVelocity1 = 4 * Math.PI;

    [NotTunable("The fastest turn of the second joint belongs to the task.")]
    public const double MaxVelocity2 = 9 * Math.PI;

    private const double StepTime = 0.2;
    private const double HalfTurn = Math.PI / 2;

    /// <returns>Whether the free end is higher than one link above the fixed joint.</returns>
    public static bool Step(ref AcrobotState state, double torque, AcrobotEquations equations, out AcrobotObservation observation)
    {
        var y = state;
        var k1 = Derivative(y, torque, equations);
        var k2 = Derivative(Along(y, StepTime / 2, k1), torque, equations);
        var k3 = Derivative(Along(y, StepTime / 2, k2), torque, equations);
        var k4 = Derivative(Along(y, StepTime, k3), torque, equations);
        state = new(
            Wrap(Sum(y.Angle1, k1.Angle1, k2.Angle1, k3.Angle1, k4.Angle1)),
            Wrap(Sum(y.Angle2, k1.Angle2, k2.Angle2, k3.Angle2, k4.Angle2)),
            Bound(Sum(y.Velocity1, k1.Velocity1, k2.Velocity1, k3.Velocity1, k4.Velocity1), MaxVelocity1),
            Bound(Sum(y.Velocity2, k1.Velocity2, k2.Velocity2, k3.Velocity2, k4.Velocity2), MaxVelocity2));

        var (sin1, cos1) = Trig.SinCos(state.Angle1);
        var (sin2, cos2) = Trig.SinCos(state.Angle2);
        observation = new((float)cos1, (float)sin1, (float)cos2, (float)sin2, (float)state.Velocity1, (float)state.Velocity2);
        return -cos1 - Trig.Cos(state.Angle2 + state.Angle1) > 1;
    }

    /// <summary>Draws a first state; Gymnasium rounds it to float32, and takes its sines and cosines in float32.</summary>
    public static AcrobotState Draw(NumpyRandom random, ResetRange range, out AcrobotObservation observation)
    {
        var (angle1, angle2) = ((float)range.Draw(random), (float)range.Draw(random));
        var (velocity1, velocity2) = ((float)range.Draw(random), (float)range.Draw(random));
        var (sin1, cos1) = TrigSingle.SinCos(angle1);
        var (sin2, cos2) = TrigSingle.SinCos(angle2);
        observation = new(cos1, sin1, cos2, sin2, velocity1, velocity2);
        return new(angle1, angle2, velocity1, velocity2);
    }

    // Masses, lengths and moments of inertia are 1, centres of mass 0.5, gravity 9.8: what is left of them are the factors.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static AcrobotState Derivative(in AcrobotState s, double torque, AcrobotEquations equations)
    {
        const double Gravity = 9.8;
        var (sin2, cos2) = Trig.SinCos(s.Angle2);
        var d1 = 0.25 + (1.25 + cos2) + 1 + 1;
        var d2 = 0.25 + (0.5 * cos2) + 1;
        var phi2 = 0.5 * Gravity * Trig.Cos(s.Angle1 + s.Angle2 - HalfTurn);
        var phi1 = (-0.5 * Square.Of(s.Velocity2) * sin2)
            - (s.Velocity2 * s.Velocity1 * sin2)
            + (1.5 * Gravity * Trig.Cos(s.Angle1 - HalfTurn))
            + phi2;
        var drive = torque + (d2 / d1 * phi1);
        drive -= equations == AcrobotEquations.Book ? 0.5 * Square.Of(s.Velocity1) * sin2 : 0;
        var acceleration2 = (drive - phi2) / (1.25 - (Square.Of(d2) / d1));
        var acceleration1 = -((d2 * acceleration2) + phi1) / d1;
        return new(s.Velocity1, s.Velocity2, acceleration1, acceleration2);
    }

    private static AcrobotState Along(in AcrobotState y, double time, in AcrobotState k) => new(
        y.Angle1 + (time * k.Angle1), y.Angle2 + (time * k.Angle2),
        y.Velocity1 + (time * k.Velocity1), y.Velocity2 + (time * k.Velocity2));

    private static double Sum(double y, double k1, double k2, double k3, double k4) =>
        y + (StepTime / 6 * (k1 + (2 * k2) + (2 * k3) + k4));

    // Turn by turn, as Gymnasium does it: one remainder would round differently.
    private static double Wrap(double angle)
    {
        while (angle > Math.PI)
        {
            angle -= 2 * Math.PI;
        }

        while (angle < -Math.PI)
        {
            angle += 2 * Math.PI;
        }

        return angle;
    }

    private static double Bound(double velocity, double most) => Math.Min(Math.Max(velocity, -most), most);
}
