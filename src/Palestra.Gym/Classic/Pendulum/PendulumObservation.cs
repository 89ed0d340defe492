using System.Runtime.InteropServices;

namespace Palestra.Gym.Classic;

/// <summary>What is observed of a pendulum: three float32, a row of <see cref="Pendulum"/>'s observation space.</summary>
/// <param name="Cos">Cosine of the angle: height of the free end, 1 upright.</param>
/// <param name="Sin">Sine of the angle.</param>
/// <param name="Velocity">Angular velocity, radians per second, at most 8.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct PendulumObservation(float Cos, float Sin, float Velocity);
