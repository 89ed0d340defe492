using Palestra.Gym.Toy;

namespace Palestra.Gym.Tests;

public sealed class FrozenLakeMapTests
{
    [Fact]
    public void P_SEED_Generated_maps_are_gymnasiums()
    {
        foreach (var golden in GoldenFile.Open("FrozenLake.random_maps.json").GetProperty("maps").EnumerateArray())
        {
            var map = FrozenLakeMap.Generate(
                golden.GetProperty("size").GetInt32(), golden.GetProperty("p").GetDouble(), GoldenFile.Seed(golden.GetProperty("seed")));
            Assert.Equal(golden.GetProperty("map").EnumerateArray().Select(r => r.GetString()), map.Rows);
        }
    }
}
