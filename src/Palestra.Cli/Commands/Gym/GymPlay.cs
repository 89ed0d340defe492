using System.Text.Json;
using Palestra.Gym;

namespace Palestra.Cli;

/// <summary>Plays an environment and stops at every state there is to show: after each reset and each step.</summary>
internal static class GymPlay
{
    /// <summary>Actions drawn from the action space, always the same for the same seed.</summary>
    public static IEnumerable<byte[]> RandomActions(IEnv env, ulong? seed, int steps)
    {
        var action = new byte[env.ActionSpace.RowBytes];
        env.ActionSpace.Seed(seed ?? 0);
        for (var t = 0; t < steps; t++)
        {
            env.ActionSpace.Sample(action);
            yield return action;
        }
    }

    /// <exception cref="GymException">One has not the shape of an action.</exception>
    public static IEnumerable<byte[]> ActionsOf(IEnv env, JsonElement list)
    {
        var action = new byte[env.ActionSpace.RowBytes];
        foreach (var json in list.EnumerateArray())
        {
            env.ActionSpace.ParseJson(json, action);
            yield return action;
        }
    }

    /// <summary>Steps on each time the next state is asked for. The reset after an end comes with the next action, if there is one.</summary>
    /// <returns>The number of steps taken so far.</returns>
    /// <exception cref="GymException">An action is refused: names which.</exception>
    public static IEnumerable<int> States(IEnv env, ulong? seed, IEnumerable<byte[]> actions)
    {
        var observation = new byte[env.ObservationSpace.RowBytes];
        env.Reset(seed, observation);
        yield return 0;
        var (t, ended) = (0, false);
        using var next = actions.GetEnumerator();
        while (Attempt(t, next.MoveNext))
        {
            if (ended)
            {
                env.Reset(null, observation);
                yield return t;
            }

            ended = Attempt(t, () => env.Step(next.Current, observation).Done);
            yield return ++t;
        }
    }

    private static bool Attempt(int t, Func<bool> part)
    {
        try
        {
            return part();
        }
        catch (GymException error)
        {
            throw new GymException($"Action {t} of the list: {error.Message}", error);
        }
    }
}
