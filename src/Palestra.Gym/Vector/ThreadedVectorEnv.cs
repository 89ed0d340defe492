namespace Palestra.Gym.Vector;

/// <summary>
/// Single environments of any kind, stepped by the caller's thread and threads of its own that live as long as the vector.
/// Which thread steps a slot may change from step to step; what comes out does not depend on it: the same as
/// <see cref="SyncVectorEnv"/>. Worth it where a step of all slots costs well over some microseconds; below that the meeting
/// of the threads costs more than they save.
/// </summary>
/// <param name="count">How many slots, 1 or more.</param>
/// <param name="make">Makes the environment of a slot, in order, on the caller's thread; the vector owns it. All must have the same spaces and share nothing that they change.</param>
/// <param name="parallelism">Threads that work on a call, the caller's included; <c>null</c> is as many as processors.</param>
public sealed class ThreadedVectorEnv(
    int count, Func<int, IEnv> make, AutoresetMode mode = AutoresetMode.NextStep, int? parallelism = null)
    : VectorEnv(EnvSlots.Make(count, make, mode), CheckParallelism(parallelism));
