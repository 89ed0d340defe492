using System.Runtime.InteropServices;

namespace Palestra.Gym.Classic;

/// <summary>What is observed of a cart with a pole: four float32, a row of <see cref="CartPole"/>'s observation space.</summary>
/// <param name="Position">Metres from the middle of the track, right positive.</param>
/// <param name="Velocity">Metres per second.</param>
/// <param name="Angle">Radians from upright, to the right positive.</param>
/// <param name="AngularVelocity">Radians per second.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct CartPoleObservation(float Position, float Velocity, float Angle, float AngularVelocity);
