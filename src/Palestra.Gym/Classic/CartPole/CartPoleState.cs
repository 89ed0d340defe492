using System.Runtime.InteropServices;

namespace Palestra.Gym.Classic;

/// <summary>State of a cart with a pole: what <see cref="CartPoleObservation"/> shows, unrounded, in its units.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct CartPoleState(double Position, double Velocity, double Angle, double AngularVelocity)
{
    internal CartPoleObservation Observe() => new((float)Position, (float)Velocity, (float)Angle, (float)AngularVelocity);
}
