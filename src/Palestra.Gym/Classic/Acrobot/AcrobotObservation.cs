using System.Runtime.InteropServices;

namespace Palestra.Gym.Classic;

/// <summary>What is observed of an acrobot: six float32, a row of <see cref="Acrobot"/>'s observation space.</summary>
/// <param name="Cos1">Cosine of the first joint's angle; 0 hangs straight down.</param>
/// <param name="Sin1">Sine of it.</param>
/// <param name="Cos2">Cosine of the second joint's angle, relative to the first link.</param>
/// <param name="Sin2">Sine of it.</param>
/// <param name="Velocity1">Angular velocity of the first joint, radians per second, at most 4 pi.</param>
/// <param name="Velocity2">Angular velocity of the second, at most 9 pi.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct AcrobotObservation(float Cos1, float Sin1, float Cos2, float Sin2, float Velocity1, float Velocity2);
