using System.Buffers.Binary;
using System.Text.Json;
using Palestra.Gym;

namespace Palestra.Agents.Tests;

public sealed class QLearningTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_value_of_a_tuple_of_finite_spaces_has_a_row_of_its_own()
    {
        var space = new TupleSpace(new Discrete(3, start: -1), new MultiDiscrete([2, 4]), new TupleSpace(new Discrete(2)));
        var learner = (QLearning)AlgorithmRegistry.Default.Create(
            "q-learning",
            new Dictionary<string, JsonElement> { ["alpha"] = JsonSerializer.SerializeToElement(1), ["gamma"] = JsonSerializer.SerializeToElement(0) },
            new LearnerContext("x", new Discrete(1), space, 1));
        Assert.Equal(3 * 2 * 4 * 2, learner.Table.States);
        var (row, action) = (new byte[space.RowBytes], new byte[8]);
        var values = from a in Enumerable.Range(-1, 3) from b in Enumerable.Range(0, 2) from c in Enumerable.Range(0, 4) from d in Enumerable.Range(0, 2) select $"[{a}, [{b}, {c}], [{d}]]";
        foreach (var (value, reward) in values.Select((value, number) => (value, number)))
        {
            space.ParseJson(JsonDocument.Parse(value).RootElement, row);
            learner.Learn(0, row, action, reward, row, terminated: true, truncated: false);
        }

        Assert.Equal(Enumerable.Range(0, 48).Select(number => (double)number), learner.Table.Values.ToArray());
    }

    [Theory]
    [InlineData("FrozenLake-v1", 30_000, 0.6)]
    [InlineData("FrozenLake8x8-v1", 250_000, 0.6)]
    public void Greedy_evaluation_after_training_with_defaults_clearly_beats_random(string id, long steps, double atLeast)
    {
        using var folder = new TempFolder();
        foreach (var seed in new ulong[] { 1, 2, 3 })
        {
            using var env = EnvRegistry.Default.Make(id);
            var learner = AlgorithmRegistry.Default.Create("q-learning", null, Loop.Context(env, seed));
            Loop.Play(env, learner, seed, steps);
            learner.Save(folder.Path);

            var greedy = AlgorithmRegistry.Default.Create("q-learning", Args(("train", "false"), ("load", folder.Path)), Loop.Context(env, seed));
            var trained = Loop.Play(env, greedy, seed + 1000, 30_000).Returns.Average();
            var random = AlgorithmRegistry.Default.Create("random", null, Loop.Context(env, seed));
            var baseline = Loop.Play(env, random, seed + 1000, 30_000).Returns.Average();
            output.WriteLine($"{id} seed {seed}: greedy {trained:0.000}, random {baseline:0.000}");
            Assert.True(trained > atLeast && trained > 10 * baseline, $"seed {seed}: greedy {trained}, random {baseline}");
        }
    }

    [Fact]
    public void The_demo_climbs_from_nothing_to_near_the_optimum()
    {
        using var env = EnvRegistry.Default.Make(DemoRun.EnvId);
        var learner = AlgorithmRegistry.Default.Create(DemoRun.Algorithm, DemoRun.Params, Loop.Context(env, DemoRun.Seed));
        var returns = Loop.Play(env, learner, DemoRun.Seed, DemoRun.Steps).Returns;
        var tenths = returns.Chunk((returns.Count / 10) + 1).Select(c => c.Average()).ToArray();
        output.WriteLine($"{returns.Count} episodes: {string.Join(' ', tenths.Select(t => t.ToString("0.00", null)))}");
        Assert.True(tenths[0] < 0.1);
        Assert.True(returns.TakeLast(100).Average() > 0.7, $"last hundred: {returns.TakeLast(100).Average()}");
    }

    [Fact]
    public void Same_seed_gives_the_same_actions_and_the_same_table()
    {
        var (first, second, other) = (Train(5), Train(5), Train(6));
        Assert.Equal(first.Actions, second.Actions);
        Assert.Equal(first.Learner.Table.Values, second.Learner.Table.Values);
        Assert.NotEqual(first.Actions, other.Actions);

        static (List<long> Actions, QLearning Learner) Train(ulong seed)
        {
            using var env = EnvRegistry.Default.Make("FrozenLake-v1");
            var learner = new QLearning(new QLearningOptions(), Loop.Context(env, seed));
            return (Loop.Play(env, learner, 1, 5_000).Actions, learner);
        }
    }

    [Fact]
    public void A_saved_table_comes_back_bit_for_bit_and_goes_on_where_it_was()
    {
        using var folder = new TempFolder();
        using var env = EnvRegistry.Default.Make("FrozenLake-v1");
        var learner = new QLearning(new QLearningOptions(), Loop.Context(env, 2));
        Loop.Play(env, learner, 2, 3_000);
        learner.Save(folder.Path);
        var loaded = new QLearning(new QLearningOptions { Load = folder.Path }, Loop.Context(env, 9));
        Assert.Equal(learner.Table.Values, loaded.Table.Values);
        Assert.Equal(learner.Table.Steps, loaded.Table.Steps);
        Assert.Equal(learner.Epsilon, loaded.Epsilon);
        loaded.Save(folder.Path + "/again");
        Assert.Equal(File.ReadAllText(folder.Path + "/q-table.json"), File.ReadAllText(folder.Path + "/again/q-table.json"));
    }

    [Fact]
    public void Without_training_it_neither_explores_nor_learns()
    {
        using var env = EnvRegistry.Default.Make("FrozenLake-v1");
        var learner = new QLearning(new QLearningOptions { Train = false, EpsilonStart = 1 }, Loop.Context(env, 2));
        for (var s = 0; s < learner.Table.States; s++)
        {
            learner.Table.Q(s, 2) = 1;
        }

        var before = learner.Table.Values.ToArray();
        Assert.All(Loop.Play(env, learner, 2, 2_000).Actions, a => Assert.Equal(2, a));
        Assert.Equal(before, learner.Table.Values);
        Assert.Equal(0, learner.Epsilon);
    }

    [Theory]
    [InlineData(true, false, 1.0)]
    [InlineData(true, true, 1.0)]
    [InlineData(false, true, 1.0 + (0.9 * 4))]
    [InlineData(false, false, 1.0 + (0.9 * 4))]
    public void A_truncated_step_bootstraps_and_a_terminated_one_does_not(bool terminated, bool truncated, double target)
    {
        var learner = new QLearning(
            new QLearningOptions { Alpha = 1, Gamma = 0.9, InitialQ = 4 }, new LearnerContext("x", new Discrete(2), new Discrete(3), 1));
        learner.Learn(0, Row(0), Row(1), 1.0, Row(2), terminated, truncated);
        Assert.Equal(target, learner.Table.Q(0, 1), 12);
        Assert.Equal(4, learner.Table.Q(0, 0));
    }

    [Fact]
    public void Ties_are_broken_among_the_best_only_and_evenly()
    {
        var learner = new QLearning(
            new QLearningOptions { EpsilonStart = 0, EpsilonEnd = 0 }, new LearnerContext("x", new Discrete(4), new Discrete(1), 1));
        learner.Table.Q(0, 1) = learner.Table.Q(0, 3) = 1;
        var counts = new int[4];
        var action = new byte[8];
        for (var i = 0; i < 4_000; i++)
        {
            learner.Act(0, Row(0), action);
            counts[Discrete.Read(action)]++;
        }

        Assert.Equal(0, counts[0] + counts[2]);
        Assert.InRange(counts[1], 1_800, 2_200);
    }

    [Fact]
    public void Epsilon_falls_linearly_with_the_steps_learned_from()
    {
        var learner = new QLearning(
            new QLearningOptions { EpsilonStart = 1, EpsilonEnd = 0.2, EpsilonSteps = 10 }, new LearnerContext("x", new Discrete(2), new Discrete(2), 1));
        Assert.Equal(1, learner.Epsilon);
        for (var i = 0; i < 5; i++)
        {
            learner.Learn(0, Row(0), Row(0), 0, Row(1), false, false);
        }

        Assert.Equal(0.6, learner.Epsilon, 12);
        for (var i = 0; i < 20; i++)
        {
            learner.Learn(0, Row(0), Row(0), 0, Row(1), false, false);
        }

        Assert.Equal(0.2, learner.Epsilon, 12);
    }

    [Fact]
    public void An_episode_reports_the_figures_of_its_own_slot()
    {
        var learner = new QLearning(
            new QLearningOptions { Alpha = 0.5, InitialQ = 0, Gamma = 1 }, new LearnerContext("x", new Discrete(2), new Discrete(2), 1, Slots: 2));
        learner.Learn(0, Row(0), Row(0), 1, Row(1), true, false);
        learner.Learn(1, Row(1), Row(0), 3, Row(1), true, false);
        var metrics = new Dictionary<string, double>();
        learner.EndEpisode(1, metrics);
        Assert.Equal(3, metrics["mean_abs_td_error"]);
        Assert.True(metrics.ContainsKey("epsilon"));
        learner.EndEpisode(0, metrics);
        Assert.Equal(1, metrics["mean_abs_td_error"]);
    }

    [Fact]
    public void Acting_and_learning_allocate_nothing()
    {
        var learner = new QLearning(new QLearningOptions(), new LearnerContext("x", new Discrete(4), new Discrete(16), 1));
        var (s, next, action) = (Row(3), Row(4), new byte[8]);
        Play(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Play(10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Play(int steps)
        {
            for (var i = 0; i < steps; i++)
            {
                learner.Act(0, s, action);
                learner.Learn(0, s, action, 0, next, false, false);
            }
        }
    }

    [Fact]
    public void A_table_of_another_shape_is_refused_with_both_shapes()
    {
        using var folder = new TempFolder();
        new QLearning(new QLearningOptions(), new LearnerContext("FrozenLake-v1", new Discrete(4), new Discrete(16), 1)).Save(folder.Path);
        using var env = EnvRegistry.Default.Make("FrozenLake8x8-v1");
        var e = Assert.Throws<GymException>(() => AlgorithmRegistry.Default.Create("q-learning", Args(("load", folder.Path)), Loop.Context(env, 1)));
        Assert.Contains("of FrozenLake-v1 with 16 states and 4 actions; FrozenLake8x8-v1 needs 64 states and 4 actions.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"format\": \"palestra.q-table\", \"version\": 2}")]
    [InlineData("{\"format\": \"palestra.q-table\", \"version\": 1, \"env_id\": \"x\", \"states\": 16, \"actions\": 4, \"steps\": 1, \"q\": [[1]], \"visits\": []}")]
    public void A_missing_or_damaged_table_is_refused_with_its_path(string? content)
    {
        using var folder = new TempFolder();
        if (content is not null)
        {
            File.WriteAllText(Path.Combine(folder.Path, "q-table.json"), content);
        }

        using var env = EnvRegistry.Default.Make("FrozenLake-v1");
        var e = Assert.Throws<GymException>(() => AlgorithmRegistry.Default.Create("q-learning", Args(("load", folder.Path)), Loop.Context(env, 1)));
        Assert.Contains(folder.Path, e.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, JsonElement> Args(params (string Name, string Value)[] values) =>
        values.ToDictionary(v => v.Name, v => JsonSerializer.SerializeToElement(v.Value));

    private static byte[] Row(long value)
    {
        var row = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(row, value);
        return row;
    }

    private sealed class TempFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("palestra-agents-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
