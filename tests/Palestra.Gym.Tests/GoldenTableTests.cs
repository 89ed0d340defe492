using Palestra.Gym.Toy;

namespace Palestra.Gym.Tests;

/// <summary>P-SEED: the transition tables of the tabular environments are Gymnasium's, in every recorded variant.</summary>
public sealed class GoldenTableTests
{
    public static TheoryData<string, string> Tables
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var id in GoldenFile.EnvIds.Where(GoldenFile.HasTables))
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
    [MemberData(nameof(Tables))]
    public void Transition_table_is_gymnasiums(string id, string variantName)
    {
        var golden = GoldenFile.Open(id + ".transitions.json").GetProperty("variants").GetProperty(variantName);
        using var env = GoldenFile.Make(id, GoldenFile.Variant(id, variantName));
        var table = ((ITabularEnv)env.Unwrapped).P;
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
}
