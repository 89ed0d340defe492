using Palestra.Gym.Wrappers;

namespace Palestra.Gym.Tests;

/// <summary>What holds for every wrapper, whatever it does: save and restore, no allocation, masks and frames passed on.</summary>
public sealed class WrapperContractTests
{
    private static readonly Dictionary<string, Func<IEnv, IEnv>> Wraps = new()
    {
        ["TimeLimit"] = env => env.TimeLimit(7),
        ["OrderEnforcing"] = env => env.OrderEnforcing(),
        ["PassiveEnvChecker"] = env => env.PassiveEnvChecker(f => Assert.Fail(f.Message)),
        ["RecordEpisodeStatistics"] = env => env.RecordEpisodeStatistics(new ManualTime(), 3),
        ["Autoreset"] = env => env.Autoreset(),
        ["TransformAction"] = env => env.TransformAction((from, to) => from.CopyTo(to)),
        ["TransformObservation"] = env => env.TransformObservation((from, to) => from.CopyTo(to)),
        ["TransformReward"] = env => env.TransformReward(r => r + 1),
        ["ClipReward"] = env => env.ClipReward(-0.5, 0.5),
        ["NormalizeObservation"] = env => env.NormalizeObservation(),
        ["NormalizeReward"] = env => env.NormalizeReward(),
        ["FrameStackObservation"] = env => env.FrameStackObservation(3),
        ["FlattenObservation"] = env => env.FlattenObservation(),
        ["TimeAwareObservation"] = env => env.TimeLimit(40).TimeAwareObservation(),
    };

    private static readonly Dictionary<string, Func<IEnv, IEnv>> BoxWraps = new()
    {
        ["ClipAction"] = env => env.ClipAction(),
        ["RescaleAction"] = env => env.RescaleAction(-1, 1),
        ["Stack"] = env => env.RescaleAction(-1, 1).ClipAction().FrameStackObservation(2).NormalizeObservation()
            .NormalizeReward().RecordEpisodeStatistics(new ManualTime(), 5).TimeLimit(9).Autoreset(),
    };

    public static TheoryData<string> Names => [.. Wraps.Keys, .. BoxWraps.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_restored_wrapper_goes_on_as_the_saved_one(string name)
    {
        using var env = Make(name);
        using var other = Make(name);
        var (action, observation, seen) = (new byte[env.ActionSpace.RowBytes], new byte[env.ObservationSpace.RowBytes], new byte[env.ObservationSpace.RowBytes]);
        env.ActionSpace.Seed(7);
        env.Reset(7, observation);
        Play(20, compare: false);
        using var stream = new MemoryStream();
        env.SaveState(new BinaryWriter(stream));
        stream.Position = 0;
        other.RestoreState(new BinaryReader(stream));
        Assert.Equal(stream.Length, stream.Position);
        Play(200, compare: true);

        void Play(int steps, bool compare)
        {
            for (var i = 0; i < steps; i++)
            {
                env.ActionSpace.Sample(action);
                var outcome = env.Step(action, observation);
                if (compare)
                {
                    Assert.Equal(outcome, other.Step(action, seen));
                    Assert.Equal(observation, seen);
                    Assert.Equal(env.Info(), other.Info());
                }

                if (outcome.Done && name is not ("Autoreset" or "Stack"))
                {
                    env.Reset(null, observation);
                    if (compare)
                    {
                        other.Reset(null, seen);
                        Assert.Equal(observation, seen);
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_and_resets_allocate_nothing(string name)
    {
        using var env = Make(name);
        var (action, observation) = (new byte[env.ActionSpace.RowBytes], new byte[env.ObservationSpace.RowBytes]);
        env.ActionSpace.Seed(9);
        env.Reset(9, observation);
        Assert.Equal(0, Allocations.Of(Play));

        void Play()
        {
            for (var i = 0; i < 500; i++)
            {
                env.ActionSpace.Sample(action);
                if (env.Step(action, observation).Done)
                {
                    env.Reset(null, observation);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Observations_lie_in_the_space_that_the_wrapper_names(string name)
    {
        using var env = Make(name);
        Assert.True(env is Wrapper);
        var (action, observation) = (new byte[env.ActionSpace.RowBytes], new byte[env.ObservationSpace.RowBytes]);
        env.ActionSpace.Seed(3);
        env.Reset(3, observation);
        for (var i = 0; i < 200; i++)
        {
            Assert.True(env.ObservationSpace.Contains(observation), env.ObservationSpace.Show(observation));
            env.ActionSpace.Sample(action);
            if (env.Step(action, observation).Done)
            {
                env.Reset(null, observation);
            }
        }
    }

    [Fact]
    public void Frames_and_what_is_said_of_the_environment_pass_through()
    {
        using var made = EnvRegistry.Default.Make("FrozenLake-v1");
        using var env = made.FlattenObservation().NormalizeReward();
        Assert.Equal(made.FrameSize, env.FrameSize);
        Assert.Equal(made.Spec, env.Spec);
        Assert.Equal(made.Grid!.Goals, ((IEnv)env).Grid!.Goals);
        var (frame, expected) = (new byte[env.FrameSize.Bytes], new byte[env.FrameSize.Bytes]);
        env.Reset(2ul);
        env.Render(frame);
        made.Render(expected);
        Assert.Equal(expected, frame);
        Assert.StartsWith("{\"prob\"", env.Info(), StringComparison.Ordinal);
    }

    private static IEnv Make(string name) => Wraps.TryGetValue(name, out var wrap)
        ? wrap(new PlainPole())
        : BoxWraps[name](new Echo(new Box(-2, 2, [1]), e => BitConverter.ToSingle(e.Last), length: 17));
}
