using System.Text.Json;

namespace Palestra.Gym.MultiAgent;

/// <summary>Collects what a check found, each kind of problem once. Not thread-safe.</summary>
internal sealed class Findings(string id)
{
    private readonly List<string> _problems = [];
    private readonly HashSet<string> _kinds = [];

    public IReadOnlyList<string> Problems => _problems;

    /// <param name="kind">Which rule was broken: reported once, however often.</param>
    public void Unless(bool holds, string kind, Func<string> sentence)
    {
        if (!holds && _kinds.Add(kind))
        {
            _problems.Add($"{id}: {sentence()}");
        }
    }

    /// <summary>Whether something was refused as it should be, with a <see cref="GymException"/>.</summary>
    public void Refused(string what, Action act)
    {
        try
        {
            act();
            Unless(false, what, () => $"{what} was accepted: it must be refused with a GymException.");
        }
        catch (GymException)
        {
            // As it should be.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Unless(false, what, () => $"{what} ended in {e.GetType().Name} ({e.Message}): it must be refused with a GymException.");
        }
    }

    public void Roster(IMultiAgentEnv env)
    {
        var names = env.PossibleAgents;
        Unless(names.Count > 0, "names", () => "there are no possible agents.");
        Unless(names.Distinct().Count() == names.Count, "distinct", () => $"two agents have the same name: {string.Join(", ", names)}.");
        Unless(env.Agents.SequenceEqual(Enumerable.Range(0, names.Count).ToArray()), "all", () => "after a reset not all agents take part, in their order.");
        for (var agent = 0; agent < names.Count; agent++)
        {
            var name = names[agent];
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream))
            {
                env.WriteInfo(agent, writer);
            }

            Unless(stream.Length > 0 && stream.ToArray()[0] == (byte)'{', "info", () => $"the info of {name} is not one JSON object.");
        }
    }

    public void Observation(IMultiAgentEnv env, int agent, ReadOnlySpan<byte> row)
    {
        var space = env.ObservationSpace(agent);
        if (!space.Contains(row))
        {
            var shown = space.Show(row);
            Unless(false, "observation", () => $"the observation {shown} of {env.PossibleAgents[agent]} is not in {space}.");
        }

        var mask = env.ActionMask(agent).Length;
        Unless(
            mask == 0 || (env.ActionSpace(agent) is Discrete d && d.N == mask), "mask",
            () => $"the action mask of {env.PossibleAgents[agent]} has {mask} entries for {env.ActionSpace(agent)}.");
    }

    /// <summary>Draws a legal action.</summary>
    public static void Draw(IMultiAgentEnv env, int agent, NumpyRandom random, Span<byte> action)
    {
        if (env.ActionSpace(agent) is Discrete)
        {
            LegalMoves.Draw(env, agent, random, action);
            return;
        }

        env.ActionSpace(agent).Seed(random.NextUInt32());
        env.ActionSpace(agent).Sample(action);
    }

    public static byte[] Save(IMultiAgentEnv env)
    {
        using var stream = new MemoryStream();
        env.SaveState(new BinaryWriter(stream));
        return stream.ToArray();
    }

    public static void Restore(IMultiAgentEnv env, byte[] state) => env.RestoreState(new BinaryReader(new MemoryStream(state)));
}
