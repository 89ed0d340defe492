using Palestra.Agents;
using Palestra.FastLane;
using Palestra.Gym;
using Palestra.Settings;
using Palestra.Worker.Loop;

namespace Palestra.Worker.Tests;

public sealed class RoomTests
{
    [Fact]
    public void Settings_of_worker_and_fast_lane_are_well_formed()
    {
        var catalog = SettingsCatalog.Of([.. WorkerSettings.Groups, .. FastLaneSettings.Groups]);
        var sources = new SettingsSources
        {
            Environment = new Dictionary<string, string> { ["GYM_WORKER_ORPHAN_TIMEOUT"] = "2.5", ["GYM_FASTLANE_PUBLISH_HZ"] = "30" },
        };
        var snapshot = SettingsLoader.Load(catalog, sources);
        Assert.Equal(TimeSpan.FromSeconds(2.5), snapshot.Get<WorkerSettings>().OrphanTimeout);
        Assert.Equal(30, snapshot.Get<FastLaneSettings>().PublishHz);
        Assert.Equal(new WorkerSettings().BatchSteps, snapshot.Get<WorkerSettings>().BatchSteps);
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        var env = EnvRegistry.Default.Make("FrozenLake-v1");
        var figures = new RunFigures();
        var policy = new RandomPolicy(new LearnerContext("FrozenLake-v1", env.ActionSpace, env.ObservationSpace, 1));
        using var slot = new EnvSlot(0, env, 7, policy, outbox: null, figures, new WorkerSettings(), new LaneSwitch(Palestra.Storage.TelemetryMode.DurableOnly));
        Walk(slot, 20_000); // Until the jitter is done and the generator's buffers are there.
        var before = GC.GetAllocatedBytesForCurrentThread();
        var episodes = figures.Episodes;
        Walk(slot, 20_000);
        var perEpisode = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)(figures.Episodes - episodes);
        Assert.InRange(perEpisode, 0, 100); // The metrics dictionary of each episode (80 bytes), nothing for its steps.
    }

    [Fact]
    public void The_learners_seed_comes_from_the_runs_seed_and_is_another()
    {
        Assert.NotEqual(7ul, RunSetup.LearnerSeed(7));
        Assert.NotEqual(RunSetup.LearnerSeed(8), RunSetup.LearnerSeed(7));
        Assert.Equal(RunSetup.LearnerSeed(7), RunSetup.LearnerSeed(7));
    }

    private static void Walk(EnvSlot slot, int steps)
    {
        var clock = new LoopClock(TimeProvider.System);
        for (var i = 0; i < steps; i++)
        {
            slot.Begin(clock);
            slot.Step(clock, CancellationToken.None);
        }
    }
}
