using System.Text;
using System.Text.Json;
using Palestra.Gym.Toy;

namespace Palestra.Gym.Tests;

/// <summary>P-SEED: FrozenLake is Gymnasium's, number for number, in every recorded variant.</summary>
public sealed class FrozenLakeGoldenTests
{
    public static TheoryData<string, string, int> Rollouts
    {
        get
        {
            var data = new TheoryData<string, string, int>();
            foreach (var id in new[] { "FrozenLake-v1", "FrozenLake8x8-v1" })
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

    public static TheoryData<string, string> Tables
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var id in new[] { "FrozenLake-v1", "FrozenLake8x8-v1" })
            {
                foreach (var variant in GoldenFile.Open(id + ".transitions.json").GetProperty("variants").EnumerateObject())
                {
                    data.Add(id, variant.Name);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Rollouts))]
    public void Rollout_is_gymnasiums(string id, string variantName, int index)
    {
        var variant = Variant(id, variantName);
        var golden = variant.GetProperty("rollouts")[index];
        using var env = Make(id, variant);
        Assert.Equal(variant.GetProperty("action_space").GetRawText().Replace(" ", string.Empty, StringComparison.Ordinal), env.ActionSpace.Describe().GetRawText());
        Assert.Equal(variant.GetProperty("observation_space").GetRawText().Replace(" ", string.Empty, StringComparison.Ordinal), env.ObservationSpace.Describe().GetRawText());

        Span<byte> observation = stackalloc byte[8];
        Span<byte> action = stackalloc byte[8];
        var resets = golden.GetProperty("resets").EnumerateArray().ToArray();
        var next = 0;
        for (var t = 0; t < golden.GetProperty("steps").GetInt32(); t++)
        {
            if (next < resets.Length && resets[next].GetProperty("before_step").GetInt32() == t)
            {
                var reset = resets[next++];
                var seed = reset.GetProperty("seed");
                env.Reset(seed.ValueKind == JsonValueKind.Null ? null : GoldenFile.Seed(seed), observation);
                Assert.Equal(reset.GetProperty("observation").GetInt64(), Discrete.Read(observation));
                Assert.Equal(reset.GetProperty("info").GetProperty("prob").GetDouble(), Prob(env));
            }

            Discrete.Write(action, golden.GetProperty("actions")[t].GetInt64());
            var outcome = env.Step(action, observation);
            Assert.Equal(golden.GetProperty("observations")[t].GetInt64(), Discrete.Read(observation));
            Assert.Equal(golden.GetProperty("rewards")[t].GetDouble(), outcome.Reward);
            Assert.Equal(golden.GetProperty("terminated")[t].GetBoolean(), outcome.Terminated);
            Assert.Equal(golden.GetProperty("truncated")[t].GetBoolean(), outcome.Truncated);
            Assert.Equal(golden.GetProperty("info").GetProperty("prob")[t].GetDouble(), Prob(env));
        }

        Assert.Equal(resets.Length, next);
        Assert.Equal(GoldenFile.State(golden.GetProperty("rng_after")), env.Random.State);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Transition_table_is_gymnasiums(string id, string variantName)
    {
        var golden = GoldenFile.Open(id + ".transitions.json").GetProperty("variants").GetProperty(variantName);
        using var env = Make(id, Variant(id, variantName));
        var table = ((FrozenLake)env.Unwrapped).P;
        Assert.Equal(GoldenFile.Doubles(golden.GetProperty("initial_state_distribution")), table.InitialDistribution);
        var states = golden.GetProperty("P");
        Assert.Equal(states.GetArrayLength(), table.States);
        for (var state = 0; state < table.States; state++)
        {
            Assert.Equal(states[state].GetArrayLength(), table.Actions);
            for (var action = 0; action < table.Actions; action++)
            {
                var expected = states[state][action].EnumerateArray()
                    .Select(o => new Transition(o[0].GetDouble(), o[1].GetInt32(), o[2].GetDouble(), o[3].GetBoolean()));
                Assert.Equal(expected, table[state, action].ToArray());
            }
        }
    }

    [Fact]
    public void Generated_maps_are_gymnasiums()
    {
        foreach (var golden in GoldenFile.Open("FrozenLake.random_maps.json").GetProperty("maps").EnumerateArray())
        {
            var map = FrozenLakeMap.Generate(
                golden.GetProperty("size").GetInt32(), golden.GetProperty("p").GetDouble(), GoldenFile.Seed(golden.GetProperty("seed")));
            Assert.Equal(golden.GetProperty("map").EnumerateArray().Select(r => r.GetString()), map.Rows);
        }
    }

    [Theory]
    [InlineData("FrozenLake-v1")]
    [InlineData("FrozenLake8x8-v1")]
    public void Registered_limits_are_gymnasiums(string id)
    {
        var golden = GoldenFile.Open(id + ".json").GetProperty("spec");
        var spec = EnvRegistry.Default.Get(id);
        Assert.Equal(golden.GetProperty("max_episode_steps").GetInt32(), spec.MaxEpisodeSteps);
        Assert.Equal(golden.GetProperty("reward_threshold").GetDouble(), spec.RewardThreshold);
    }

    private static IEnv Make(string id, JsonElement variant) => EnvRegistry.Default.Make(
        id, variant.GetProperty("kwargs").EnumerateObject().ToDictionary(p => p.Name, p => p.Value));

    private static JsonElement Variant(string id, string name) =>
        GoldenFile.Open(id + ".json").GetProperty("variants").EnumerateArray().Single(v => v.GetProperty("name").GetString() == name);

    private static double Prob(IEnv env)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            env.WriteInfo(writer);
        }

        return JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray())).RootElement.GetProperty("prob").GetDouble();
    }
}
