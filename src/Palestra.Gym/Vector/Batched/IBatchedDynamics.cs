namespace Palestra.Gym.Vector;

/// <summary>
/// The dynamics of one built-in environment with the state of many slots in arrays, component by component. Implemented by
/// structs, so that the compiler puts them into <see cref="BatchedSlots{TDynamics, TObs, TAct}"/> as if written there.
/// Everything must come out as the single environment gives it. Calls for different indices may run at once.
/// </summary>
internal interface IBatchedDynamics<TObs, TAct>
    where TObs : unmanaged
    where TAct : unmanaged
{
    /// <summary>Whether a slot may take the action.</summary>
    bool Allows(TAct action);

    /// <summary>Draws the first state of an episode into place <paramref name="at"/>.</summary>
    TObs Reset(int at, NumpyRandom random, ParameterValues? options);

    /// <summary>Takes an action in place <paramref name="at"/>; knows no time limit.</summary>
    TObs Step(int at, TAct action, NumpyRandom random, out double reward, out bool terminated);

    /// <summary>
    /// Steps places from <paramref name="from"/> on several at once, if it can: as <see cref="Step"/> does, rows, rewards and
    /// terminated flags written. Places whose episode has ended are stepped along, with whatever action; they are reset next.
    /// </summary>
    /// <returns>The first place that is not stepped.</returns>
    int StepMany(int from, int to, in StepBuffers buffers);

    /// <summary>Copies the state of one place to another.</summary>
    void Copy(int from, int to);

    /// <summary>Writes what the single environment writes of its state, the generator left out.</summary>
    void Save(int at, BinaryWriter writer);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    void Restore(int at, BinaryReader reader);
}
