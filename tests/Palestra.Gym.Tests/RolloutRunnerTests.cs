using System.Text;
using System.Text.Json;

namespace Palestra.Gym.Tests;

public sealed class RolloutRunnerTests
{
    [Fact]
    public void Lines_are_the_recorded_resets_and_steps_in_order()
    {
        var golden = GoldenFile.Open("FrozenLake-v1.json").GetProperty("variants")[0].GetProperty("rollouts")[0];
        var lines = Run(GoldenFile.Seed(golden.GetProperty("seed")), golden.GetProperty("actions").GetRawText());
        var resets = golden.GetProperty("resets").EnumerateArray().ToArray();
        Assert.Equal(resets.Length + golden.GetProperty("steps").GetInt32(), lines.Length);

        var (t, nextReset) = (0, 0);
        foreach (var line in lines)
        {
            if (line.GetProperty("event").GetString() == "reset")
            {
                Assert.Equal(resets[nextReset].GetProperty("before_step").GetInt32(), t);
                Assert.Equal(resets[nextReset].GetProperty("observation").GetInt64(), line.GetProperty("observation").GetInt64());
                Assert.Equal(resets[nextReset++].GetProperty("info").GetProperty("prob").GetDouble(), line.GetProperty("info").GetProperty("prob").GetDouble());
                continue;
            }

            Assert.Equal(t, line.GetProperty("t").GetInt32());
            Assert.Equal(golden.GetProperty("actions")[t].GetInt64(), line.GetProperty("action").GetInt64());
            Assert.Equal(golden.GetProperty("observations")[t].GetInt64(), line.GetProperty("observation").GetInt64());
            Assert.Equal(golden.GetProperty("rewards")[t].GetDouble(), line.GetProperty("reward").GetDouble());
            Assert.Equal(golden.GetProperty("terminated")[t].GetBoolean(), line.GetProperty("terminated").GetBoolean());
            Assert.Equal(golden.GetProperty("truncated")[t].GetBoolean(), line.GetProperty("truncated").GetBoolean());
            Assert.Equal(golden.GetProperty("info").GetProperty("prob")[t].GetDouble(), line.GetProperty("info").GetProperty("prob").GetDouble());
            t++;
        }
    }

    [Fact]
    public void An_action_outside_the_space_is_named_with_its_place() =>
        Assert.Equal(
            "Action 1 of the list: Action 7 is outside Discrete(4) of FrozenLake-v1: allowed are whole numbers 0 to 3.",
            Assert.Throws<GymException>(() => Run(1, "[0, 7]")).Message);

    [Fact]
    public void A_list_that_is_none_is_refused() =>
        Assert.Equal(
            "The actions are a JSON object: one JSON array of actions is needed.",
            Assert.Throws<GymException>(() => Run(1, "{}")).Message);

    private static JsonElement[] Run(ulong seed, string actions)
    {
        using var env = EnvRegistry.Default.Make("FrozenLake-v1");
        using var stream = new MemoryStream();
        RolloutRunner.Run(env, seed, JsonDocument.Parse(actions).RootElement, stream);
        return [.. Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonDocument.Parse(l).RootElement)];
    }
}
