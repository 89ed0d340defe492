using System.Text.Json;
using Palestra.Gym.Toy;

namespace Palestra.Gym.Tests;

/// <summary>The toy environments beyond their numbers: text pictures, deprecated ids, refusals, falls.</summary>
public sealed class ToyTextTests
{
    [Fact]
    public void A_lake_as_text_shows_the_last_action_and_the_walker_on_red_ground()
    {
        using var env = new FrozenLake(FrozenLakeMap.FourByFour, isSlippery: false);
        env.Reset(1);
        Assert.Equal("\n\e[41mS\e[0mFFF\nFHFH\nFFFH\nHFFG\n", env.RenderText());
        env.Step(2);
        Assert.Equal("  (Right)\nS\e[41mF\e[0mFF\nFHFH\nFFFH\nHFFG\n", env.RenderText());
        env.Step(1);
        Assert.Equal("  (Down)\nSFFF\nF\e[41mH\e[0mFH\nFFFH\nHFFG\n", env.RenderText());
    }

    [Fact]
    public void A_cliff_as_text_shows_walker_goal_cliff_and_ground()
    {
        using var env = new CliffWalking();
        env.Reset(1);
        const string Ground = "o  o  o  o  o  o  o  o  o  o  o  o\n";
        Assert.Equal(Ground + Ground + Ground + "x  C  C  C  C  C  C  C  C  C  C  T\n\n", env.RenderText());
        env.Step(0);
        env.Step(1);
        Assert.Equal(Ground + Ground + "o  x  o  o  o  o  o  o  o  o  o  o\n" + "o  C  C  C  C  C  C  C  C  C  C  T\n\n", env.RenderText());
    }

    [Fact]
    public void A_city_as_text_shows_taxi_passenger_and_destination_in_their_colours()
    {
        // Seed 1: the taxi is in the middle, the passenger waits at B and wants to go to R.
        using var env = new Taxi();
        env.Reset(1);
        Assert.Equal(new TaxiState(2, 2, 3, 0), env.State);
        Assert.Equal(
            "+---------+\n|\e[35mR\e[0m: | : :G|\n| : | : : |\n| : :\e[43m \e[0m: : |\n| | : | : |\n|Y| : |\e[34;1mB\e[0m: |\n+---------+\n\n",
            env.RenderText());
        foreach (var action in new[] { 2, 0, 0 })
        {
            env.Step(action);
        }

        // On the passenger's stand both colours are nested, the taxi's inside.
        Assert.Contains("|\e[34;1m\e[43mB\e[0m\e[0m: |", env.RenderText(), StringComparison.Ordinal);
        env.Step(4);
        Assert.EndsWith("|Y| : |\e[42mB\e[0m: |\n+---------+\n  (Pickup)\n", env.RenderText(), StringComparison.Ordinal);
        env.Step(1);
        Assert.Equal(
            "+---------+\n|\e[35mR\e[0m: | : :G|\n| : | : : |\n| : : : : |\n| | : |\e[42m_\e[0m: |\n|Y| : |B: |\n+---------+\n  (North)\n",
            env.RenderText());
    }

    [Theory]
    [InlineData("CliffWalking-v0", "CliffWalking-v1")]
    [InlineData("Taxi-v3", "Taxi-v4")]
    public void A_deprecated_id_works_and_says_what_to_use_instead(string id, string instead)
    {
        var registry = new EnvRegistry();
        registry.Register(EnvRegistry.Default.Get(id));
        registry.Register(EnvRegistry.Default.Get(instead));
        var warnings = new List<DeprecatedIdEventArgs>();
        registry.DeprecatedIdUsed += (_, e) => warnings.Add(e);
        registry.Make(instead).Dispose();
        Assert.Empty(warnings);
        registry.Make(id).Dispose();
        Assert.Equal(id, warnings.Single().Id);
        Assert.StartsWith($"{id} is out of date: use {instead}, which has the same rules", warnings.Single().Warning, StringComparison.Ordinal);
        Assert.EndsWith(".", warnings.Single().Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void The_old_cliff_has_the_rules_of_the_new_one()
    {
        using var old = EnvRegistry.Default.Make("CliffWalking-v0");
        using var current = EnvRegistry.Default.Make("CliffWalking-v1");
        Assert.Same(((ITabularEnv)current.Unwrapped).P, ((ITabularEnv)old.Unwrapped).P);
    }

    [Fact]
    public void A_fall_costs_a_hundred_leads_back_to_the_start_and_does_not_end_the_episode()
    {
        using var env = EnvRegistry.Default.Make<long, long>("CliffWalking-v1");
        Assert.Equal(36, env.Reset(1));
        Assert.Equal(new StepResult<long>(36, -100, false, false), env.Step(1));
        Assert.Equal(new StepResult<long>(24, -1, false, false), env.Step(0));
        for (var i = 0; i < 11; i++)
        {
            Assert.Equal(-1, env.Step(1).Reward);
        }

        Assert.Equal(new StepResult<long>(47, -1, true, false), env.Step(2));
    }

    [Theory]
    [InlineData("Taxi-v4", "rainy_probability", "1.5", "numbers 0 to 1")]
    [InlineData("Taxi-v4", "rainy_probability", "NaN", "numbers 0 to 1")]
    [InlineData("Taxi-v4", "fickle_probability", "-0.1", "numbers 0 to 1")]
    [InlineData("Taxi-v4", "fickle_probability", "Infinity", "numbers 0 to 1")]
    [InlineData("Taxi-v4", "is_rainy", "perhaps", "true or false")]
    [InlineData("CliffWalking-v1", "is_slippery", "2", "true or false")]
    public void A_bad_argument_is_refused_with_what_is_allowed(string id, string name, string value, string allowed)
    {
        var e = Assert.Throws<ParameterException>(() => EnvRegistry.Default.Make(id, Texts((name, value))));
        Assert.Equal($"Parameter '{name}' of {id} is '{value}', which is not allowed: {allowed}.", e.Errors.Single().Message);
    }

    [Fact]
    public void The_old_taxi_takes_no_rain_and_the_new_one_names_what_it_takes()
    {
        Assert.Equal(
            "Parameter 'is_rainy' is not known: Taxi-v3 takes none.",
            Assert.Throws<ParameterException>(() => EnvRegistry.Default.Make("Taxi-v3", Texts(("is_rainy", "true")))).Message);
        Assert.StartsWith(
            "Parameter 'is_raining' is not known to Taxi-v4. Did you mean 'is_rainy'?",
            Assert.Throws<ParameterException>(() => EnvRegistry.Default.Make("Taxi-v4", Texts(("is_raining", "true")))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    public void A_probability_that_is_none_is_refused_without_a_registry_too(double value)
    {
        Assert.StartsWith($"rainyProbability is {value}, which", Assert.Throws<GymException>(() => new Taxi(isRainy: true, rainyProbability: value)).Message, StringComparison.Ordinal);
        Assert.StartsWith($"fickleProbability is {value}, which", Assert.Throws<GymException>(() => new Taxi(fickleProbability: value)).Message, StringComparison.Ordinal);
        Assert.StartsWith($"successRate is {value}, which", Assert.Throws<GymException>(() => new FrozenLake(FrozenLakeMap.FourByFour, successRate: value)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_those_of_the_key_maps()
    {
        Assert.Equal([("ArrowUp", 0.0), ("ArrowRight", 1), ("ArrowDown", 2), ("ArrowLeft", 3)], Bindings("CliffWalking-v1"));
        Assert.Equal([("ArrowDown", 0.0), ("ArrowUp", 1), ("ArrowRight", 2), ("ArrowLeft", 3), ("Space", 4), ("KeyE", 5)], Bindings("Taxi-v4"));

        static IEnumerable<(string, double)> Bindings(string id) => EnvRegistry.Default.Get(id).Keys!.Bindings
            .Where(b => b.Key.StartsWith("Arrow", StringComparison.Ordinal) || b.Key is "Space" or "KeyE").OrderBy(b => b.Action).Select(b => (b.Key, b.Action));
    }

    private static Dictionary<string, JsonElement> Texts(params (string Name, string Value)[] values) =>
        values.ToDictionary(v => v.Name, v => JsonSerializer.SerializeToElement(v.Value));
}
