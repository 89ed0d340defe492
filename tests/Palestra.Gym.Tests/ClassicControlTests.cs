using System.Runtime.InteropServices;
using System.Text.Json;
using Palestra.Gym.Classic;

namespace Palestra.Gym.Tests;

/// <summary>P-SEED: the unrounded states of classic control, and what it refuses.</summary>
public sealed class ClassicControlTests
{
    private static readonly string[] Ids =
        ["CartPole-v0", "CartPole-v1", "MountainCar-v0", "MountainCarContinuous-v0", "Acrobot-v1", "Pendulum-v1"];

    public static TheoryData<string, string, int> Rollouts
    {
        get
        {
            var data = new TheoryData<string, string, int>();
            foreach (var row in GoldenRolloutTests.Rollouts.Where(r => Ids.Contains(r.Data.Item1)))
            {
                data.Add(row);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Rollouts))]
    public void States_are_gymnasiums_to_the_last_bit(string id, string variantName, int index)
    {
        var variant = GoldenFile.Variant(id, variantName);
        var golden = variant.GetProperty("rollouts")[index];
        using var env = GoldenFile.Make(id, variant);
        var (action, observation) = (new byte[env.ActionSpace.RowBytes], new byte[env.ObservationSpace.RowBytes]);
        var resets = golden.GetProperty("resets").EnumerateArray().ToDictionary(r => r.GetProperty("before_step").GetInt32());
        var states = golden.GetProperty("states").EnumerateArray().ToArray();
        var t = 0;
        foreach (var json in golden.GetProperty("actions").EnumerateArray())
        {
            if (resets.TryGetValue(t, out var reset))
            {
                var seed = reset.GetProperty("seed");
                env.Reset(seed.ValueKind == JsonValueKind.Null ? null : GoldenFile.Seed(seed), observation);
                AssertState(reset.GetProperty("state"), env, $"{id} {variantName} rollout {index} reset before step {t}");
            }

            env.ActionSpace.ParseJson(json, action);
            env.Step(action, observation);
            AssertState(states[t], env, $"{id} {variantName} rollout {index} step {t}");
            t++;
        }
    }

    [Theory]
    [InlineData("CartPole-v1")]
    [InlineData("MountainCar-v0")]
    [InlineData("MountainCarContinuous-v0")]
    [InlineData("Acrobot-v1")]
    [InlineData("Pendulum-v1")]
    public void States_after_resets_with_options_are_gymnasiums(string id)
    {
        using var env = EnvRegistry.Default.Make(id);
        foreach (var golden in GoldenFile.Open(id + ".json").GetProperty("resets_with_options").EnumerateArray())
        {
            env.Reset(GoldenFile.Seed(golden.GetProperty("seed")), new byte[env.ObservationSpace.RowBytes], Options(env, golden.GetProperty("options").GetRawText()));
            AssertState(golden.GetProperty("state"), env, $"{id} {golden.GetRawText()}");
        }
    }

    [Theory]
    [InlineData("CartPole-v1", """{"low":0.2,"high":0.1}""", "Reset option 'low' is 0.2 and 'high' is 0.1, which is not allowed: low must not be above high.")]
    [InlineData("CartPole-v0", """{"low":0.2}""", "Reset option 'low' is 0.2 and 'high' is 0.05, which is not allowed: low must not be above high.")]
    [InlineData("MountainCar-v0", """{"high":-1}""", "Reset option 'low' is -0.6 and 'high' is -1, which is not allowed: low must not be above high.")]
    [InlineData("MountainCarContinuous-v0", """{"low":"inf"}""", "Parameter 'low' of MountainCarContinuous-v0 is 'inf', which is not allowed: numbers -1000000 to 1000000.")]
    [InlineData("Acrobot-v1", """{"high":101}""", "Parameter 'high' of Acrobot-v1 is '101', which is not allowed: numbers -100 to 100.")]
    [InlineData("Acrobot-v1", """{"low":"NaN"}""", "Parameter 'low' of Acrobot-v1 is 'NaN', which is not allowed: numbers -100 to 100.")]
    [InlineData("Pendulum-v1", """{"x_init":-1}""", "Parameter 'x_init' of Pendulum-v1 is '-1', which is not allowed: numbers 0 to 1000000.")]
    [InlineData("Pendulum-v1", """{"low":1}""", "Parameter 'low' is not known to Pendulum-v1. It takes: x_init, y_init.")]
    public void Bad_reset_options_are_refused_with_a_sentence(string id, string options, string sentence)
    {
        using var env = EnvRegistry.Default.Make(id);
        var e = Assert.Throws<ParameterException>(() => env.Reset(1, new byte[env.ObservationSpace.RowBytes], Options(env, options)));
        Assert.Equal(sentence, e.Message);
    }

    [Theory]
    [InlineData("MountainCar-v0", "goal_velocity", "nan", "Parameter 'goal_velocity' of MountainCar-v0 is 'nan', which is not allowed: numbers.")]
    [InlineData("MountainCarContinuous-v0", "goal_velocity", "-inf", "Parameter 'goal_velocity' of MountainCarContinuous-v0 is '-inf', which is not allowed: numbers.")]
    [InlineData("Pendulum-v1", "g", "Infinity", "Parameter 'g' of Pendulum-v1 is 'Infinity', which is not allowed: numbers -1000000 to 1000000.")]
    [InlineData("Acrobot-v1", "torque_noise_max", "-1", "Parameter 'torque_noise_max' of Acrobot-v1 is '-1', which is not allowed: numbers 0 to 100.")]
    [InlineData("Acrobot-v1", "book_or_nips", "nisp", "Parameter 'book_or_nips' of Acrobot-v1 is 'nisp', which is not allowed: book, nips (did you mean 'nips'?).")]
    [InlineData("CartPole-v1", "sutton_barto_reward", "maybe", "Parameter 'sutton_barto_reward' of CartPole-v1 is 'maybe', which is not allowed: true or false.")]
    public void Bad_arguments_are_refused_with_a_sentence(string id, string name, string value, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<ParameterException>(
            () => EnvRegistry.Default.Make(id, new Dictionary<string, JsonElement> { [name] = JsonSerializer.SerializeToElement(value) })).Message);

    [Fact]
    public void Constructors_without_a_registry_refuse_what_is_not_finite()
    {
        Assert.Equal("Parameter 'g' is NaN, which is not allowed: a finite number.", Assert.Throws<ParameterException>(() => new Pendulum(double.NaN)).Message);
        Assert.Throws<ParameterException>(() => new MountainCar(double.PositiveInfinity));
        Assert.Throws<ParameterException>(() => new MountainCarContinuous(double.NegativeInfinity));
        Assert.Throws<ParameterException>(() => new Acrobot(double.NaN));
    }

    [Theory]
    [InlineData("MountainCarContinuous-v0", float.NaN)]
    [InlineData("MountainCarContinuous-v0", float.PositiveInfinity)]
    [InlineData("Pendulum-v1", float.NaN)]
    [InlineData("Pendulum-v1", float.NegativeInfinity)]
    public void Actions_that_are_not_finite_are_refused_and_change_nothing(string id, float action)
    {
        using var env = EnvRegistry.Default.Make(id);
        var observation = new byte[env.ObservationSpace.RowBytes];
        env.Reset(1, observation);
        var before = State(env);
        var e = Assert.Throws<GymException>(() => env.Step(MemoryMarshal.AsBytes([action]), observation));
        Assert.StartsWith("Action [\"", e.Message, StringComparison.Ordinal);
        Assert.Contains($" of {id}: allowed are 1 numbers ", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, State(env));
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(7, 0.25, 3)]
    public void Acrobots_noise_draws_one_number_a_step(ulong seed, double noise, int steps)
    {
        using var env = new Acrobot(noise);
        env.Reset(seed);
        var expected = new NumpyRandom(seed);
        for (var draw = 0; draw < 4 + steps; draw++)
        {
            expected.Random();
        }

        for (var t = 0; t < steps; t++)
        {
            env.Step(1);
        }

        Assert.Equal(expected.State, env.Random.State);
    }

    [Fact]
    public void Acrobots_paper_moves_otherwise_than_its_book()
    {
        using var book = new Acrobot();
        using var nips = new Acrobot(equations: AcrobotEquations.Nips);
        Assert.Equal(book.Reset(3), nips.Reset(3));
        Assert.NotEqual(book.Step(2).Observation, nips.Step(2).Observation);
    }

    [Fact]
    public void A_continuous_car_is_restored_in_the_doubles_of_its_first_step_and_the_floats_of_later_ones()
    {
        using var env = new MountainCarContinuous();
        using var other = new MountainCarContinuous();
        for (var steps = 0; steps < 3; steps++)
        {
            env.Reset(4);
            for (var t = 0; t < steps; t++)
            {
                env.Step(0.3f);
            }

            using var stream = new MemoryStream();
            env.SaveState(new BinaryWriter(stream));
            stream.Position = 0;
            other.RestoreState(new BinaryReader(stream));
            Assert.Equal(env.State, other.State);
            Assert.Equal(env.Step(-0.7f), other.Step(-0.7f));
            Assert.Equal(env.State, other.State);
        }
    }

    internal static double[] State(IEnv env) => env.Unwrapped switch
    {
        CartPole e => [.. Numbers(e.State)],
        MountainCar e => [.. Numbers(e.State)],
        MountainCarContinuous e => [.. Numbers(e.State)],
        Acrobot e => [.. Numbers(e.State)],
        Pendulum e => [.. Numbers(e.State)],
        var e => throw new ArgumentException(e.GetType().Name),
    };

    private static ReadOnlySpan<double> Numbers<T>(in T state)
        where T : unmanaged => MemoryMarshal.Cast<T, double>(new T[] { state });

    private static ParameterValues Options(IEnv env, string json) => ParameterValues.Parse(
        env.Spec.ResetOptions, JsonDocument.Parse(json).RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value), env.Spec.Id);

    private static void AssertState(JsonElement golden, IEnv env, string where)
    {
        var (expected, actual) = (GoldenFile.Doubles(golden), State(env));
        if (!MemoryMarshal.AsBytes<double>(expected).SequenceEqual(MemoryMarshal.AsBytes<double>(actual)))
        {
            Assert.Fail($"{where}: {string.Join(", ", actual.Select(v => v.ToString("R")))}, Gymnasium's {golden.GetRawText()}");
        }
    }
}
