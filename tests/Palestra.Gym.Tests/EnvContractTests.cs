using Palestra.Gym.Toy;

namespace Palestra.Gym.Tests;

/// <summary>What holds for every made environment, whatever it is.</summary>
public sealed class EnvContractTests
{
    public static TheoryData<string> Ids => [.. EnvRegistry.Default.Specs.Select(s => s.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_step_before_the_first_reset_is_refused(string id)
    {
        using var env = EnvRegistry.Default.Make(id);
        var e = Assert.Throws<GymException>(() => env.Step(new byte[env.ActionSpace.RowBytes], new byte[env.ObservationSpace.RowBytes]));
        Assert.Equal($"{id} cannot step before the first reset: call Reset first.", e.Message);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_step_after_the_end_is_refused_until_a_reset(string id)
    {
        using var env = EnvRegistry.Default.Make(id);
        var (action, observation) = Rows(env);
        env.ActionSpace.Seed(3);
        env.Reset(3, observation);

        // Chance gets there within the limit; where there is none, within as many steps as this seed needs and more.
        var limit = env.Spec.MaxEpisodeSteps ?? 200_000;
        var steps = 0;
        do
        {
            Assert.True(++steps <= limit, $"{id} has not ended after {limit} steps.");
            env.ActionSpace.Sample(action);
        }
        while (!env.Step(action, observation).Done);
        Assert.Contains("has ended after", Assert.Throws<GymException>(() => env.Step(action, observation)).Message, StringComparison.Ordinal);
        env.Reset(null, observation);
        env.Step(action, observation);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Equal_seeds_and_actions_give_equal_trajectories(string id)
    {
        var seed = (ulong)id.Length * 7919;
        Assert.Equal(Trajectory(id, seed, 500), Trajectory(id, seed, 500));
        if (IsWithoutChance(id))
        {
            Assert.Equal(Trajectory(id, seed, 500), Trajectory(id, seed + 1, 500));
        }
        else
        {
            Assert.NotEqual(Trajectory(id, seed, 500), Trajectory(id, seed + 1, 500));
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_restored_state_goes_on_as_the_saved_one(string id)
    {
        using var env = EnvRegistry.Default.Make(id);
        using var other = EnvRegistry.Default.Make(id);
        var (action, observation) = Rows(env);
        env.ActionSpace.Seed(11);
        env.Reset(11, observation);
        for (var i = 0; i < 5; i++)
        {
            env.ActionSpace.Sample(action);
            if (env.Step(action, observation).Done)
            {
                env.Reset(null, observation);
            }
        }

        using var stream = new MemoryStream();
        env.SaveState(new BinaryWriter(stream));
        stream.Position = 0;
        other.RestoreState(new BinaryReader(stream));
        Assert.Equal(stream.Length, stream.Position);
        var seen = new byte[observation.Length];
        for (var i = 0; i < 500; i++)
        {
            env.ActionSpace.Sample(action);
            var outcome = env.Step(action, observation);
            Assert.Equal(outcome, other.Step(action, seen));
            Assert.Equal(observation, seen);
            if (outcome.Done)
            {
                env.Reset(null, observation);
                other.Reset(null, seen);
                Assert.Equal(observation, seen);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Steps_resets_and_frames_allocate_nothing(string id)
    {
        using var env = EnvRegistry.Default.Make(id);
        var (action, observation) = Rows(env);
        var frame = new byte[env.FrameSize.Bytes];
        env.ActionSpace.Seed(5);
        env.Reset(5, observation);
        Assert.Equal(0, Allocations.Of(() => Play(10_000)));

        void Play(int steps)
        {
            for (var i = 0; i < steps; i++)
            {
                env.ActionSpace.Sample(action);
                if (env.Step(action, observation).Done)
                {
                    env.Reset(null, observation);
                }

                if (i % 100 == 0)
                {
                    env.Render(frame);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Observations_lie_in_the_observation_space(string id)
    {
        using var env = EnvRegistry.Default.Make(id);
        var (action, observation) = Rows(env);
        env.ActionSpace.Seed(17);
        env.Reset(17, observation);
        Assert.True(env.ObservationSpace.Contains(observation));
        for (var i = 0; i < 2_000; i++)
        {
            env.ActionSpace.Sample(action);
            var done = env.Step(action, observation).Done;
            Assert.True(env.ObservationSpace.Contains(observation), env.ObservationSpace.Show(observation));
            if (done)
            {
                env.Reset(null, observation);
            }
        }
    }

    [Fact]
    public void The_time_limit_truncates_and_does_not_terminate()
    {
        using var env = EnvRegistry.Default.Make<long, long>("FrozenLake-v1", new Dictionary<string, System.Text.Json.JsonElement>
        {
            ["is_slippery"] = System.Text.Json.JsonSerializer.SerializeToElement(false),
        });
        env.Reset(1);
        for (var t = 1; t < 100; t++)
        {
            Assert.False(env.Step(0).Done);
        }

        var last = env.Step(0);
        Assert.True(last.Truncated);
        Assert.False(last.Terminated);
    }

    [Fact]
    public void A_typed_view_needs_types_of_the_size_of_the_rows() =>
        Assert.Equal(
            "Int32 has 4 bytes, but one action of Discrete(4) has 8: the typed action must be the row.",
            Assert.Throws<GymException>(() => EnvRegistry.Default.Make<long, int>("FrozenLake-v1")).Message);

    [Fact]
    public void A_bare_environment_can_be_stepped_without_a_registry()
    {
        using var env = new FrozenLake(FrozenLakeMap.FourByFour, isSlippery: false);
        Assert.Equal(0, env.Reset(1));
        Assert.Equal(4, env.Step(1).Observation);
        Assert.Equal(8, env.Step(1).Observation);
    }

    // One start and one outcome of every action: the seed decides nothing.
    private static bool IsWithoutChance(string id)
    {
        using var env = EnvRegistry.Default.Make(id);
        return env.Unwrapped is ITabularEnv { P: var table } && table.InitialDistribution.Count(p => p > 0) == 1
            && Enumerable.Range(0, table.States).All(s => Enumerable.Range(0, table.Actions).All(a => table[s, a].Length == 1));
    }

    private static (byte[] Action, byte[] Observation) Rows(IEnv env) =>
        (new byte[env.ActionSpace.RowBytes], new byte[env.ObservationSpace.RowBytes]);

    private static List<string> Trajectory(string id, ulong seed, int steps)
    {
        using var env = EnvRegistry.Default.Make(id);
        var (action, observation) = Rows(env);
        env.ActionSpace.Seed(99);
        env.Reset(seed, observation);
        var result = new List<string> { env.ObservationSpace.Show(observation) };
        for (var i = 0; i < steps; i++)
        {
            env.ActionSpace.Sample(action);
            var outcome = env.Step(action, observation);
            result.Add($"{env.ObservationSpace.Show(observation)} {outcome}");
            if (outcome.Done)
            {
                env.Reset(null, observation);
            }
        }

        return result;
    }
}
