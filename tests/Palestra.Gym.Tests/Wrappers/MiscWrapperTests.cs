using Palestra.Gym.Checking;

namespace Palestra.Gym.Tests;

/// <summary>Limits, order, autoreset, statistics, rewards, the passive checker.</summary>
public sealed class MiscWrapperTests
{
    [Fact]
    public void A_time_limit_truncates_the_step_that_reaches_it_also_when_it_terminates()
    {
        using var env = new Echo(new Discrete(2), length: 3).TimeLimit(3);
        env.Reset(1ul);
        Assert.False(env.Step("0").Outcome.Done);
        Assert.False(env.Step("0").Outcome.Done);
        Assert.Equal(new StepOutcome(0, true, true), env.Step("0").Outcome);
        env.Reset(null);
        Assert.False(env.Step("0").Outcome.Done);
        Assert.Equal(3, env.Spec.MaxEpisodeSteps);
        Assert.Equal("A time limit of 0 steps is not possible: 1 or more is allowed.", Assert.Throws<GymException>(() => new Echo(new Discrete(2)).TimeLimit(0)).Message);
    }

    [Fact]
    public void Order_is_enforced_in_the_words_of_the_registrys_guard()
    {
        using var env = new Echo(new Discrete(2), length: 1).OrderEnforcing();
        Assert.Equal("Echo cannot step before the first reset: call Reset first.", Refusal(() => env.Step("0")));
        Assert.Equal("Echo has no state to render before the first reset: call Reset first.", Refusal(() => env.RenderText()));
        env.Reset(1ul);
        env.Step("0");
        Assert.Equal("The episode of Echo has ended after 1 steps: call Reset before the next step.", Refusal(() => env.Step("0")));
        env.Reset(null);
        env.Step("0");
    }

    [Fact]
    public void Autoreset_resets_in_the_step_after_the_last_and_pays_nothing_for_it()
    {
        using var env = new Echo(new Discrete(2), _ => 5, length: 2).Autoreset();
        env.Reset(1ul);
        env.Step("1");
        Assert.Equal(new StepOutcome(5, true, false), env.Step("1").Outcome);
        Assert.Equal(default, env.Step("1").Outcome);
        Assert.Equal(0, ((Echo)env.Unwrapped).Steps);
        Assert.Equal(new StepOutcome(5, false, false), env.Step("1").Outcome);
    }

    [Fact]
    public void Statistics_stand_in_the_info_of_the_last_step()
    {
        var time = new ManualTime();
        using var env = new Echo(new Discrete(2), e => e.Steps, length: 2).RecordEpisodeStatistics(time, bufferLength: 2);
        for (var episode = 1; episode <= 3; episode++)
        {
            env.Reset(1ul);
            time.Advance(TimeSpan.FromSeconds(episode));
            env.Step("0");
            Assert.Equal("""{"step":1}""", env.Info());
            time.Advance(TimeSpan.FromTicks(4));
            env.Step("0");
            Assert.Equal($$$"""{"step":2,"episode":{"r":3,"l":2,"t":{{{episode}}}}}""", env.Info());
        }

        Assert.Equal(3, env.EpisodeCount);
        Assert.Equal((2, 2, 3), (env.Seconds.Count, env.Seconds[0], env.Seconds[1]));
        Assert.Equal((2.5, 3, 2), (env.Seconds.Mean, env.Returns.Mean, env.Lengths.Mean));
        env.Reset(null);
        Assert.Equal("""{"step":0}""", env.Info());
    }

    [Fact]
    public void Statistics_under_a_key_that_is_taken_are_refused()
    {
        using var env = new Gym.Wrappers.RecordEpisodeStatistics(new Echo(new Discrete(2), length: 1), new ManualTime(), statsKey: "step");
        env.Reset(1ul);
        env.Step("0");
        Assert.Equal("The info of Echo has the key 'step' already: record the statistics under another.", Refusal(() => env.Info()));
    }

    [Fact]
    public void Rewards_are_clipped_or_changed()
    {
        using var env = new Echo(new Discrete(9), e => e.Last[0] - 4).ClipReward(-1, 2).TransformReward(r => 10 * r);
        env.Reset(1ul);
        Assert.Equal((-10, 10, 20), (env.Step("0").Outcome.Reward, env.Step("5").Outcome.Reward, env.Step("8").Outcome.Reward));
        Assert.Contains("a lower or an upper bound is needed", Refusal(() => new Echo(new Discrete(2)).ClipReward()), StringComparison.Ordinal);
        Assert.Contains("cannot be clipped to 2 to 1", Refusal(() => new Echo(new Discrete(2)).ClipReward(2, 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_passive_checker_reports_each_problem_once_and_changes_nothing()
    {
        var found = new List<EnvFinding>();
        using var env = new Echo(new Box(-1, 1, [1]), e => e.Steps > 1 ? double.NaN : 0)
            .TransformObservation((from, to) => BitConverter.TryWriteBytes(to, 3 * BitConverter.ToSingle(from)))
            .PassiveEnvChecker(found.Add);
        env.Reset(1ul);
        Assert.Equal("[3]", env.Step("[1]").Observation);
        env.Step("[1]");
        env.Step("[1]");
        Assert.Equal("""{"step":3}""", env.Info());
        Assert.Equal(
            [
                new("observation-space", FindingSeverity.Error, "Step gave the observation [3], which is outside Box(-1, 1, (1), float32): allowed are 1 numbers -1 to 1."),
                new("reward", FindingSeverity.Error, "Step gave the reward NaN: a reward is a finite number."),
            ],
            found.Where(f => f.Message.StartsWith("Step", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_outermost_wrapper_owns_all_that_is_inside()
    {
        var echo = new Echo(new Discrete(2));
        var env = echo.TimeLimit(5).Autoreset().ClipReward(0, 1);
        Assert.Same(echo, env.Unwrapped);
        Assert.Same(echo.ActionSpace, env.ActionSpace);
        Assert.Equal("ClipReward<Autoreset<TimeLimit<Palestra.Gym.Tests.Echo>>>", env.ToString());
        env.Dispose();
        Assert.Equal(1, echo.Disposals);
    }

    private static string Refusal(Func<object> act) => Assert.Throws<GymException>(act).Message;
}
