using System.Runtime.InteropServices;

namespace Palestra.Gym.Classic;

/// <summary>State of a pendulum.</summary>
/// <param name="Angle">Radians from upright, counter-clockwise positive; never wrapped.</param>
/// <param name="Velocity">Radians per second.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct PendulumState(double Angle, double Velocity);
