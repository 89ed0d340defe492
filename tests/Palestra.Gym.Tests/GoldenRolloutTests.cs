using System.Text.Json;

namespace Palestra.Gym.Tests;

/// <summary>
/// P-SEED: every recorded rollout of every environment that has a file in <c>Golden/</c>, number for number: spaces,
/// observations bit for bit, rewards, flags, infos, and the generator afterwards.
/// </summary>
public sealed class GoldenRolloutTests
{
    public static TheoryData<string> Ids => [.. GoldenFile.EnvIds];

    public static TheoryData<string, string, int> Rollouts
    {
        get
        {
            var data = new TheoryData<string, string, int>();
            foreach (var id in GoldenFile.EnvIds)
            {
                foreach (var variant in GoldenFile.Open(id + ".json").GetProperty("variants").EnumerateArray())
                {
                    for (var i = 0; i < variant.GetProperty("rollouts").GetArrayLength(); i++)
                    {
                        data.Add(id, variant.GetProperty("name").GetString()!, i);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Registered_limits_are_gymnasiums(string id)
    {
        var golden = GoldenFile.Open(id + ".json").GetProperty("spec");
        var spec = EnvRegistry.Default.Get(id);
        Assert.Equal(Nullable(golden.GetProperty("max_episode_steps")), spec.MaxEpisodeSteps);
        Assert.Equal(Nullable(golden.GetProperty("reward_threshold")), spec.RewardThreshold);
    }

    [Theory]
    [MemberData(nameof(Rollouts))]
    public void Rollout_is_gymnasiums(string id, string variantName, int index)
    {
        var variant = GoldenFile.Variant(id, variantName);
        var golden = variant.GetProperty("rollouts")[index];
        using var env = GoldenFile.Make(id, variant);
        AssertJson(variant.GetProperty("action_space"), env.ActionSpace.Describe(), $"{id} {variantName} action space");
        AssertJson(variant.GetProperty("observation_space"), env.ObservationSpace.Describe(), $"{id} {variantName} observation space");

        var observation = new byte[env.ObservationSpace.RowBytes];
        var action = new byte[env.ActionSpace.RowBytes];
        var resets = golden.GetProperty("resets").EnumerateArray().ToArray();
        var (next, expected) = (0, new byte[observation.Length]);
        var actions = golden.GetProperty("actions").EnumerateArray().ToArray();
        var observations = golden.GetProperty("observations").EnumerateArray().ToArray();
        var infos = golden.GetProperty("info").EnumerateObject().Select(p => (p.Name, Values: p.Value.EnumerateArray().ToArray())).ToArray();
        var outcomes = golden.GetProperty("rewards").EnumerateArray().Zip(
            golden.GetProperty("terminated").EnumerateArray(),
            golden.GetProperty("truncated").EnumerateArray()).ToArray();
        Assert.Equal(golden.GetProperty("steps").GetInt32(), actions.Length);
        for (var t = 0; t < actions.Length; t++)
        {
            var where = $"{id} {variantName} rollout {index} step {t}";
            if (next < resets.Length && resets[next].GetProperty("before_step").GetInt32() == t)
            {
                var reset = resets[next++];
                var seed = reset.GetProperty("seed");
                env.Reset(seed.ValueKind == JsonValueKind.Null ? null : GoldenFile.Seed(seed), observation);
                AssertRow(env.ObservationSpace, reset.GetProperty("observation"), observation, expected, "reset before " + where);
                AssertJson(reset.GetProperty("info"), Info(env), "info of the reset before " + where);
            }

            env.ActionSpace.ParseJson(actions[t], action);
            var outcome = env.Step(action, observation);
            AssertRow(env.ObservationSpace, observations[t], observation, expected, where);
            var (reward, terminated, truncated) = outcomes[t];
            Assert.True(BitConverter.DoubleToInt64Bits(reward.GetDouble()) == BitConverter.DoubleToInt64Bits(outcome.Reward), $"{where}: reward {outcome.Reward:R}, Gymnasium's {reward.GetRawText()}");
            Assert.True((terminated.GetBoolean(), truncated.GetBoolean()) == (outcome.Terminated, outcome.Truncated), $"{where}: {outcome}");
            var info = Info(env);
            foreach (var (name, values) in infos)
            {
                // null: the key was absent at this step.
                Assert.Equal(values[t].ValueKind != JsonValueKind.Null, info.TryGetProperty(name, out var value));
                if (values[t].ValueKind != JsonValueKind.Null)
                {
                    AssertJson(values[t], value, $"{where} info {name}");
                }
            }
        }

        Assert.Equal(resets.Length, next);
        Assert.Equal(GoldenFile.State(golden.GetProperty("rng_after")), env.Random.State);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Resets_with_options_are_gymnasiums(string id)
    {
        // One version of an environment stands for all: their resets are the same.
        var name = id[..id.LastIndexOf('-')];
        var resets = GoldenFile.EnvIds.Where(other => other[..other.LastIndexOf('-')] == name)
            .Select(other => GoldenFile.Open(other + ".json").TryGetProperty("resets_with_options", out var found) ? found : default)
            .FirstOrDefault(found => found.ValueKind != JsonValueKind.Undefined);
        if (resets.ValueKind == JsonValueKind.Undefined)
        {
            Assert.Empty(EnvRegistry.Default.Get(id).ResetOptions);
            return;
        }

        using var env = EnvRegistry.Default.Make(id);
        var observation = new byte[env.ObservationSpace.RowBytes];
        var expected = new byte[observation.Length];
        foreach (var golden in resets.EnumerateArray())
        {
            var given = golden.GetProperty("options").EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
            env.Reset(GoldenFile.Seed(golden.GetProperty("seed")), observation, ParameterValues.Parse(env.Spec.ResetOptions, given, id));
            AssertRow(env.ObservationSpace, golden.GetProperty("observation"), observation, expected, $"{id} {golden.GetProperty("options").GetRawText()}");
        }
    }

    /// <summary>The info of the last reset or step.</summary>
    internal static JsonElement Info(IEnv env)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            env.WriteInfo(writer);
        }

        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }

    private static void AssertRow(Space space, JsonElement golden, byte[] actual, byte[] expected, string where)
    {
        space.ParseJson(golden, expected);
        if (!expected.AsSpan().SequenceEqual(actual))
        {
            Assert.Fail($"{where}: {space.Show(actual)}, Gymnasium's {golden.GetRawText()}");
        }
    }

    private static void AssertJson(JsonElement golden, JsonElement actual, string where) =>
        Assert.True(JsonElement.DeepEquals(golden, actual), $"{where}: {actual.GetRawText()}, Gymnasium's {golden.GetRawText()}");

    private static double? Nullable(JsonElement json) => json.ValueKind == JsonValueKind.Null ? null : json.GetDouble();
}
