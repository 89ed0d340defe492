using System.Globalization;

namespace Palestra.Gym.MultiAgent;

/// <summary>Reads action masks.</summary>
internal static class LegalMoves
{
    /// <summary>Whether an action that lies in the agent's space is legal now.</summary>
    public static bool IsLegal(IMultiAgentEnv env, int agent, ReadOnlySpan<byte> action)
    {
        var mask = env.ActionMask(agent);
        return mask.IsEmpty || env.ActionSpace(agent) is not Discrete space || mask[(int)(Discrete.Read(action) - space.Start)] != 0;
    }

    /// <summary>The legal actions as a list for a sentence.</summary>
    public static string Show(IMultiAgentEnv env, int agent)
    {
        var mask = env.ActionMask(agent).ToArray();
        var start = ((Discrete)env.ActionSpace(agent)).Start;
        var legal = Enumerable.Range(0, mask.Length).Where(i => mask[i] != 0).Select(i => (start + i).ToString(CultureInfo.InvariantCulture));
        return mask.Any(m => m != 0) ? string.Join(", ", legal) : "none";
    }

    /// <summary>Draws among the legal actions from a generator, each as likely as the others.</summary>
    public static void Draw(IMultiAgentEnv env, int agent, NumpyRandom random, Span<byte> action)
    {
        if (env.ActionSpace(agent) is not Discrete space)
        {
            throw new GymException($"The random opponent needs a discrete action space, but {env.PossibleAgents[agent]} of {env.Spec.Id} has {env.ActionSpace(agent)}.");
        }

        var mask = env.ActionMask(agent);
        if (mask.IsEmpty)
        {
            space.Store(action, space.Start + random.Integers(0, space.N));
            return;
        }

        var legal = mask.Length - mask.Count((sbyte)0);
        if (legal == 0)
        {
            throw new GymException($"{env.PossibleAgents[agent]} of {env.Spec.Id} has no legal action to draw from.");
        }

        var pick = random.Integers(0, legal);
        var value = 0;
        while (mask[value] == 0 || pick-- > 0)
        {
            value++;
        }

        space.Store(action, space.Start + value);
    }
}
