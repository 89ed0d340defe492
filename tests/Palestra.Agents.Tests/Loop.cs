using Palestra.Gym;

namespace Palestra.Agents.Tests;

/// <summary>The loop of a worker, without the worker.</summary>
internal static class Loop
{
    public static LearnerContext Context(IEnv env, ulong seed, int slots = 1) =>
        new(env.Spec.Id, env.ActionSpace, env.ObservationSpace, seed, slots);

    /// <returns>The return of every finished episode, and all actions.</returns>
    public static (List<double> Returns, List<long> Actions) Play(
        IEnv env, ILearner learner, ulong seed, long steps, IDictionary<string, double>? metrics = null)
    {
        var (action, observation, next) = (new byte[env.ActionSpace.RowBytes], new byte[env.ObservationSpace.RowBytes], new byte[env.ObservationSpace.RowBytes]);
        var (returns, actions) = (new List<double>(), new List<long>());
        double total = 0;
        env.Reset(seed, observation);
        for (var t = 0L; t < steps; t++)
        {
            learner.Act(0, observation, action);
            actions.Add(Discrete.Read(action));
            var outcome = env.Step(action, next);
            learner.Learn(0, observation, action, outcome.Reward, next, outcome.Terminated, outcome.Truncated);
            total += outcome.Reward;
            next.CopyTo(observation, 0);
            if (outcome.Done)
            {
                learner.EndEpisode(0, metrics ?? new Dictionary<string, double>());
                returns.Add(total);
                total = 0;
                env.Reset(null, observation);
            }
        }

        return (returns, actions);
    }
}
