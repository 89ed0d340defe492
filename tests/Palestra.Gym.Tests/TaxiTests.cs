using System.Text.Json;
using Palestra.Gym.Toy;

namespace Palestra.Gym.Tests;

public sealed class TaxiTests
{
    public static TheoryData<string, string, int> Rollouts
    {
        get
        {
            var data = new TheoryData<string, string, int>();
            foreach (var id in GoldenFile.EnvIds.Where(id => id.StartsWith("Taxi-", StringComparison.Ordinal)))
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
    [MemberData(nameof(Rollouts))]
    public void P_SEED_The_state_behind_every_observation_is_gymnasiums(string id, string variantName, int index)
    {
        var variant = GoldenFile.Variant(id, variantName);
        var golden = variant.GetProperty("rollouts")[index];
        using var env = GoldenFile.Make(id, variant);
        var taxi = (Taxi)env.Unwrapped;
        var (action, observation) = (new byte[8], new byte[8]);
        var resets = golden.GetProperty("resets").EnumerateArray().ToDictionary(r => r.GetProperty("before_step").GetInt32());
        for (var t = 0; t < golden.GetProperty("steps").GetInt32(); t++)
        {
            if (resets.TryGetValue(t, out var reset))
            {
                var seed = reset.GetProperty("seed");
                env.Reset(seed.ValueKind == JsonValueKind.Null ? null : GoldenFile.Seed(seed), observation);
                AssertState(reset.GetProperty("state"), taxi, observation);
            }

            env.ActionSpace.ParseJson(golden.GetProperty("actions")[t], action);
            env.Step(action, observation);
            AssertState(golden.GetProperty("states")[t], taxi, observation);
        }
    }

    [Fact]
    public void Every_observation_reads_back_from_its_state()
    {
        for (var observation = 0; observation < TaxiState.Count; observation++)
        {
            Assert.Equal(observation, TaxiState.Decode(observation).Encode());
        }

        Assert.Equal(new TaxiState(3, 1, 2, 0), TaxiState.Decode(328));
        Assert.Equal(
            "500 is no observation of Taxi: whole numbers 0 to 499.",
            Assert.Throws<GymException>(() => TaxiState.Decode(500)).Message);
        Assert.Throws<GymException>(() => TaxiState.Decode(-1));
    }

    [Theory]
    [InlineData("Taxi-v3")]
    [InlineData("Taxi-v4")]
    public void The_mask_names_the_actions_that_change_the_state_and_is_the_one_of_the_info(string id)
    {
        using var env = EnvRegistry.Default.Make(id);
        var table = ((ITabularEnv)env.Unwrapped).P;
        var (action, observation) = (new byte[8], new byte[8]);
        env.ActionSpace.Seed(31);
        env.Reset(31, observation);
        for (var t = 0; t < 2_000; t++)
        {
            var state = (int)Discrete.Read(observation);
            var changing = Enumerable.Range(0, 6).Select(a => (sbyte)(table[state, a][0].NextState == state ? 0 : 1)).ToArray();
            Assert.Equal(changing, env.ActionMask.ToArray());
            Assert.Equal(
                changing.Select(c => (int)c), GoldenRolloutTests.Info(env).GetProperty("action_mask").EnumerateArray().Select(e => e.GetInt32()));
            env.ActionSpace.Sample(action);
            if (env.Step(action, observation).Done)
            {
                env.Reset(null, observation);
            }
        }
    }

    [Fact]
    public void A_saved_taxi_remembers_that_its_passenger_will_change_their_mind()
    {
        using var env = new Taxi(ficklePassenger: true, fickleProbability: 1);
        using var other = new Taxi(ficklePassenger: true, fickleProbability: 1);
        env.Reset(1);
        other.Reset(2);
        using var stream = new MemoryStream();
        env.SaveState(new BinaryWriter(stream));
        stream.Position = 0;
        other.RestoreState(new BinaryReader(stream));
        Assert.True(other.FicklePending);
        var path = PathTo(env, env.State, env.Grid.Goals[env.State.Passenger]).Append(4).ToArray();
        foreach (var action in path)
        {
            Assert.Equal(env.Step(action), other.Step(action));
        }

        var destination = env.State.Destination;
        var way = Enumerable.Range(0, 4).First(a => env.ActionMask[a] == 1);
        Assert.Equal(env.Step(way), other.Step(way));
        Assert.NotEqual(destination, env.State.Destination);
        Assert.False(other.FicklePending);
    }

    // Breadth first over the table, which knows the walls.
    private static List<int> PathTo(Taxi env, TaxiState from, GridCell to)
    {
        var paths = new Dictionary<int, List<int>> { [from.Encode()] = [] };
        var open = new Queue<int>(paths.Keys);
        while (true)
        {
            var state = open.Dequeue();
            if (new GridCell(TaxiState.Decode(state).Row, TaxiState.Decode(state).Column) == to)
            {
                return paths[state];
            }

            for (var action = 0; action < 4; action++)
            {
                var next = env.P[state, action][0].NextState;
                if (paths.TryAdd(next, [.. paths[state], action]))
                {
                    open.Enqueue(next);
                }
            }
        }
    }

    private static void AssertState(JsonElement golden, Taxi taxi, byte[] observation)
    {
        var expected = golden.GetProperty("row_col_passenger_destination").EnumerateArray().Select(v => v.GetInt32()).ToArray();
        Assert.Equal(new TaxiState(expected[0], expected[1], expected[2], expected[3]), taxi.State);
        Assert.Equal(taxi.State, TaxiState.Decode(Discrete.Read(observation)));
        Assert.Equal(golden.TryGetProperty("fickle_step", out var pending) && pending.GetBoolean(), taxi.FicklePending);
    }
}
