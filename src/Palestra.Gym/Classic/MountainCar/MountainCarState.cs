using System.Runtime.InteropServices;

namespace Palestra.Gym.Classic;

/// <summary>State of the car: what <see cref="MountainCarObservation"/> shows, unrounded.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct MountainCarState(double Position, double Velocity)
{
    internal MountainCarObservation Observe() => new((float)Position, (float)Velocity);
}
