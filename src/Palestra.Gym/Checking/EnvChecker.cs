namespace Palestra.Gym.Checking;

/// <summary>
/// Finds what is wrong with an environment and says how: plays it, side by side with others of its making, with random
/// actions from a seed, and holds what comes back against the promises of <see cref="IEnv"/>
/// (the idea is Gymnasium's <c>check_env</c>, https://gymnasium.farama.org/api/utils/). A bare environment may leave the
/// order of calls and bad actions to the guard of the registry; that is a note, not an error. Thread-safe; takes well under a
/// second for an environment of ordinary speed.
/// </summary>
public static class EnvChecker
{
    /// <param name="make">Makes a fresh environment at each call; the checker disposes of it.</param>
    public static EnvCheckReport Check(Func<IEnv> make, EnvCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(make);
        var context = new CheckContext(make, options ?? new EnvCheckOptions());
        if (!context.Try("make", DescriptionCheck.Run))
        {
            return context.Report();
        }

        // What cannot be played, or not twice alike, is not asked what only such play could tell.
        if (context.Try("throws", TrajectoryCheck.Run))
        {
            if (!context.Found("seed", "reset-determinism", "step-determinism"))
            {
                context.Try("throws", SaveCheck.Run);
                context.Try("throws", RenderCheck.Run);
            }

            context.Try("throws", AllocationCheck.Run);
            context.Try("throws", EndCheck.Run);
        }

        context.Try("throws", BadInputCheck.Run);
        context.Try("dispose", DisposeCheck.Run);
        return context.Report();
    }
}
