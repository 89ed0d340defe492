namespace Palestra.Gym.MultiAgent;

/// <summary>
/// A built-in player for the seats that nobody else takes. Draws its chance from the environment's generator only, so that a
/// game depends on its seed alone; keeps nothing from one call to the next. Not thread-safe; allocates nothing.
/// </summary>
public interface ISeatPolicy
{
    /// <summary>Chooses a legal action.</summary>
    /// <param name="agent">Whose turn it is.</param>
    /// <param name="action">Receives a row of the agent's action space.</param>
    void Act(IAecEnv env, int agent, Span<byte> action);
}
