namespace Palestra.Gym.Vector;

/// <summary>Single environments of any kind, wrappers included, stepped one after the other on the caller's thread.</summary>
/// <param name="count">How many slots, 1 or more.</param>
/// <param name="make">Makes the environment of a slot, in order; the vector owns it. All must have the same spaces.</param>
public sealed class SyncVectorEnv(int count, Func<int, IEnv> make, AutoresetMode mode = AutoresetMode.NextStep)
    : VectorEnv(EnvSlots.Make(count, make, mode), 1);
