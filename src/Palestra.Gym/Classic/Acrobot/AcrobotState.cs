using System.Runtime.InteropServices;

namespace Palestra.Gym.Classic;

/// <summary>State of an acrobot: two angles in radians, two angular velocities in radians per second.</summary>
/// <param name="Angle1">Of the first link; 0 hangs straight down.</param>
/// <param name="Angle2">Of the second link, relative to the first.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct AcrobotState(double Angle1, double Angle2, double Velocity1, double Velocity2);
