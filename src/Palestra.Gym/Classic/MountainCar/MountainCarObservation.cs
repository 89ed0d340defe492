using System.Runtime.InteropServices;

namespace Palestra.Gym.Classic;

/// <summary>What is observed of the car: two float32, a row of the observation space of both mountain cars.</summary>
/// <param name="Position">Along the horizontal, -1.2 to 0.6.</param>
/// <param name="Velocity">Change of the position per step, -0.07 to 0.07.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct MountainCarObservation(float Position, float Velocity);
