using System.Text.Json;
using Palestra.Gym.Toy;

namespace Palestra.Gym.Tests;

/// <summary>What a registry refuses, and the sentences it does it with.</summary>
public sealed class EnvRegistryTests
{
    [Fact]
    public void An_unknown_id_names_the_nearest_and_how_to_list_them()
    {
        var e = Assert.Throws<UnknownIdException>(() => EnvRegistry.Default.Make("FrozenLake8x8"));
        Assert.Equal("FrozenLake8x8-v1", e.Nearest);
        Assert.Equal("Environment 'FrozenLake8x8' is not known. Did you mean 'FrozenLake8x8-v1'? List all with 'palestra gym list'.", e.Message);
    }

    [Fact]
    public void An_id_that_is_near_nothing_gets_no_suggestion() =>
        Assert.Equal(
            "Environment 'Doom' is not known. List all with 'palestra gym list'.",
            Assert.Throws<UnknownIdException>(() => EnvRegistry.Default.Make("Doom")).Message);

    [Fact]
    public void All_refused_arguments_are_reported_at_once()
    {
        var e = Assert.Throws<ParameterException>(() => EnvRegistry.Default.Make("FrozenLake-v1", Args(
            """{"is_slipery": true, "success_rate": 1.5, "map_name": "8x9", "random_size": 2.5, "is_slippery": "perhaps"}""")));
        Assert.Equal(["is_slipery", "success_rate", "map_name", "random_size", "is_slippery"], e.Errors.Select(x => x.Name));
        Assert.Contains("Did you mean 'is_slippery'?", e.Errors[0].Message, StringComparison.Ordinal);
        Assert.Equal("Parameter 'success_rate' of FrozenLake-v1 is '1.5', which is not allowed: numbers 0 to 1.", e.Errors[1].Message);
        Assert.Equal("Parameter 'map_name' of FrozenLake-v1 is '8x9', which is not allowed: 4x4, 8x8 (did you mean '8x8'?).", e.Errors[2].Message);
        Assert.Equal("Parameter 'random_size' of FrozenLake-v1 is '2.5', which is not allowed: whole numbers 0 to 64.", e.Errors[3].Message);
        Assert.Equal("Parameter 'is_slippery' of FrozenLake-v1 is 'perhaps', which is not allowed: true or false.", e.Errors[4].Message);
    }

    [Theory]
    [InlineData("success_rate", "NaN")]
    [InlineData("success_rate", "Infinity")]
    [InlineData("random_size", "1")]
    [InlineData("random_seed", "-1")]
    [InlineData("reward_schedule", "1,0")]
    [InlineData("reward_schedule", "1,0,NaN")]
    [InlineData("desc", "SFF/FG")]
    [InlineData("desc", "FFF/FFG")]
    [InlineData("desc", "SFF/FFF")]
    [InlineData("desc", "SXF/FFG")]
    [InlineData("desc", "[1, 2]")]
    [InlineData("desc", "[]")]
    [InlineData("desc", "[null]")]
    public void A_bad_argument_is_refused_by_name(string name, string value)
    {
        var e = Assert.Throws<ParameterException>(() => EnvRegistry.Default.Make("FrozenLake-v1", Texts((name, value))));
        Assert.Equal(name, e.Errors.Single().Name);
        Assert.EndsWith(".", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_that_cannot_be_solved_is_refused_in_bounded_time()
    {
        var e = Assert.Throws<ParameterException>(() => EnvRegistry.Default.Make("FrozenLake-v1", Texts(("random_size", "8"), ("random_p", "0"))));
        Assert.Contains("No solvable map", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("desc", "SFF/FHG")]
    [InlineData("desc", "[\"SFF\", \"FHG\"]")]
    public void A_map_of_ones_own_can_be_text_or_json(string name, string value)
    {
        using var env = EnvRegistry.Default.Make("FrozenLake-v1", Texts((name, value)));
        Assert.Equal(["SFF", "FHG"], ((FrozenLake)env.Unwrapped).Map.Rows);
        Assert.Equal(new FrameSize(192, 128), env.FrameSize);
    }

    [Fact]
    public void A_generated_map_depends_on_its_seed_only()
    {
        var map = Rows("3");
        Assert.Equal(map, Rows("3"));
        Assert.NotEqual(map, Rows("4"));

        static IReadOnlyList<string> Rows(string seed)
        {
            using var env = EnvRegistry.Default.Make("FrozenLake-v1", Texts(("random_size", "6"), ("random_seed", seed)));
            return ((FrozenLake)env.Unwrapped).Map.Rows;
        }
    }

    [Fact]
    public void An_id_can_be_registered_once()
    {
        var registry = new EnvRegistry();
        registry.Register(EnvRegistry.Default.Get("FrozenLake-v1"));
        Assert.Contains("already registered", Assert.Throws<GymException>(() => registry.Register(EnvRegistry.Default.Get("FrozenLake-v1"))).Message, StringComparison.Ordinal);
        using var env = registry.Make("FrozenLake-v1");
        Assert.Equal("FrozenLake-v1", env.Spec.Id);
    }

    [Fact]
    public void Values_list_their_defaults_as_json()
    {
        var values = ParameterValues.Parse(EnvRegistry.Default.Get("FrozenLake8x8-v1").Parameters, Texts(("is_slippery", "no")), "x");
        var json = values.ToJson();
        Assert.Equal("8x8", json["map_name"].GetString());
        Assert.False(json["is_slippery"].GetBoolean());
        Assert.Equal(1.0 / 3.0, json["success_rate"].GetDouble());
        Assert.Equal(["is_slippery"], values.Given);
    }

    private static Dictionary<string, JsonElement> Args(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;

    private static Dictionary<string, JsonElement> Texts(params (string Name, string Value)[] values) =>
        values.ToDictionary(v => v.Name, v => JsonSerializer.SerializeToElement(v.Value));
}
