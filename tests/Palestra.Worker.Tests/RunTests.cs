using System.Text.Json;
using Palestra.FastLane;
using Palestra.Storage;
using Palestra.Telemetry;
using V1 = Palestra.Wire.V1;

namespace Palestra.Worker.Tests;

public sealed class RunTests : IDisposable
{
    private readonly WorkerBench _bench = new();

    public RunTests() => TestWorld.Register();

    [Fact]
    public async Task A_run_has_exactly_the_episodes_it_was_asked_for()
    {
        await using var daemon = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger);
        var exit = await _bench.StartWorker(_bench.Manifest() with { Episodes = 300 });

        Assert.True(exit == WorkerExitCode.Ended, _bench.Error);
        Assert.Empty(daemon.Problems);
        var episodes = _bench.Ledger.Episodes();
        Assert.Equal(300, episodes.Count);
        Assert.Equal(_bench.Ledger.Steps, episodes[^1].LastSeq);
        Assert.Equal(7ul, episodes[0].Seed);
        Assert.All(episodes.Skip(1), e => Assert.Null(e.Seed));
        Assert.All(episodes, e => Assert.Equal("0", e.InitialObservationJson));
        Assert.Equal(V1.Outcome.Succeeded, daemon.Finished!.Outcome);
        var total = Assert.Single(daemon.Finished.Totals);
        Assert.Equal((ulong)_bench.Ledger.Steps, total.LastSeq);
        Assert.Equal(300ul, total.Episodes);
        var hello = Assert.Single(daemon.Hellos);
        Assert.Equal(("test-run", 1u, (uint)Environment.ProcessId), (hello.RunId, hello.Protocol, hello.Pid));
    }

    [Fact]
    public async Task A_run_has_exactly_the_steps_it_was_asked_for_the_unfinished_episode_included()
    {
        await using var daemon = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger);
        Assert.Equal(WorkerExitCode.Ended, await _bench.StartWorker(_bench.Manifest() with { Steps = 1003, NumEnvs = 3 }));
        Assert.Empty(daemon.Problems);
        Assert.Equal(1003, _bench.Ledger.Steps);
        Assert.Equal([335L, 334L, 334L], Enumerable.Range(0, 3).Select(slot => _bench.Ledger.Batches(slot)[^1].LastSeq));
        Assert.Equal([7ul, 8ul, 9ul], Enumerable.Range(0, 3).Select(slot => _bench.Ledger.Episodes(slot)[0].Seed));
    }

    [Fact]
    public async Task P_CALM_A_learner_that_cannot_be_saved_yet_delays_the_end_of_its_run_and_does_not_spoil_it()
    {
        await using var daemon = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger);
        var folder = _bench.Root.Run(_bench.Run);
        Directory.CreateDirectory(folder.Path);
        await File.WriteAllTextAsync(folder.ArtifactsFolder, "in the way", TestContext.Current.CancellationToken);

        var worker = _bench.StartWorker(_bench.Manifest(algorithm: TestWorld.Counting) with { Steps = 100 });
        await WorkerBench.Until(() => _bench.Error.Contains("cannot be saved yet", StringComparison.Ordinal), "the complaint");
        File.Delete(folder.ArtifactsFolder);

        Assert.Equal(WorkerExitCode.Ended, await worker);
        Assert.Equal("100", await File.ReadAllTextAsync(Path.Combine(folder.ArtifactsFolder, "count.txt"), TestContext.Current.CancellationToken));
        Assert.Equal(V1.Outcome.Succeeded, daemon.Finished!.Outcome);
    }

    [Fact]
    public async Task Episodes_agree_with_the_steps_between_their_bounds()
    {
        await using var daemon = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger);
        await _bench.StartWorker(_bench.Manifest() with { Episodes = 200 });
        var steps = _bench.Ledger.Batches().SelectMany(b => Enumerable.Range(0, b.Count)
            .Select(i => (Seq: b.FirstSeq + i, Episode: b.Episodes[i], Step: b.Steps[i], Reward: b.Rewards[i], Flags: b.Flags[i]))).ToList();
        foreach (var episode in _bench.Ledger.Episodes())
        {
            var own = steps.Where(s => s.Episode == episode.Episode).ToList();
            Assert.Equal((episode.FirstSeq, episode.LastSeq), (own[0].Seq, own[^1].Seq));
            Assert.Equal(Enumerable.Range(0, own.Count), own.Select(s => s.Step));
            Assert.Equal(own.Sum(s => s.Reward), episode.Return);
            Assert.All(own.SkipLast(1), s => Assert.Equal(StepFlags.None, s.Flags));
            Assert.Equal(episode.Terminated, own[^1].Flags.HasFlag(StepFlags.Terminated));
            Assert.Equal(episode.Truncated, own[^1].Flags.HasFlag(StepFlags.Truncated));
        }
    }

    [Fact]
    public async Task Two_runs_with_one_seed_are_equal_and_another_seed_differs()
    {
        var first = await TrajectoryOf(_bench.Manifest() with { Steps = 5000 });
        using var again = new WorkerBench();
        using var other = new WorkerBench();
        Assert.Equal(first, await TrajectoryOf(_bench.Manifest() with { Steps = 5000 }, again));
        Assert.NotEqual(first, await TrajectoryOf(_bench.Manifest() with { Steps = 5000, Seed = 8 }, other));
    }

    [Fact]
    public async Task The_learner_is_saved_and_another_run_continues_from_it_by_its_id()
    {
        await using var daemon = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger);
        Assert.Equal(WorkerExitCode.Ended, await _bench.StartWorker(_bench.Manifest(algorithm: TestWorld.Counting) with { Steps = 100 }));
        var artifacts = _bench.Root.Run(_bench.Run).ArtifactsFolder;
        Assert.Equal("100", await File.ReadAllTextAsync(Path.Combine(artifacts, "count.txt")));
        Assert.Equal(1.0 * _bench.Ledger.Episodes()[0].Length, _bench.Ledger.Episodes()[0].Metrics["learned"]);

        using var next = new WorkerBench();
        CopyRun(_bench.Root.Run(_bench.Run).Path, Path.Combine(next.Root.RunsFolder, "earlier"));
        await using var second = await FakeDaemon.StartAsync(next.Root, next.Ledger);
        var manifest = _bench.Manifest(algorithm: TestWorld.Counting) with
        {
            Steps = 11, Params = new Dictionary<string, JsonElement> { ["load"] = JsonSerializer.SerializeToElement("earlier") },
        };
        Assert.Equal(WorkerExitCode.Ended, await next.StartWorker(manifest));
        Assert.Equal("111", await File.ReadAllTextAsync(Path.Combine(next.Root.Run(next.Run).ArtifactsFolder, "count.txt")));
    }

    [Fact]
    public async Task A_broken_environment_is_a_failed_run_with_the_steps_before_it()
    {
        await using var daemon = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger);
        Assert.Equal(WorkerExitCode.Failed, await _bench.StartWorker(_bench.Manifest(TestWorld.Breaking) with { Steps = 1000 }));
        Assert.Equal(V1.Outcome.Failed, daemon.Finished!.Outcome);
        Assert.Contains("the ice broke", daemon.Finished.Reason);
        Assert.Contains("after 49 steps", daemon.Finished.Reason);
        Assert.Equal(49, _bench.Ledger.Steps);
        Assert.Contains(nameof(InvalidOperationException), _bench.Error);
    }

    [Theory]
    [InlineData("FrozenLok-v1", "random", "FrozenLake-v1")]
    [InlineData("FrozenLake-v1", "randon", "random")]
    public async Task An_unknown_name_is_reported_with_the_nearest_one(string env, string algorithm, string nearest)
    {
        await using var daemon = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger);
        Assert.Equal(WorkerExitCode.Failed, await _bench.StartWorker(_bench.Manifest(env, algorithm) with { Steps = 10 }));
        Assert.Contains($"'{nearest}'", daemon.Finished!.Reason);
    }

    [Fact]
    public async Task A_missing_manifest_is_bad_input()
    {
        var exit = await WorkerProcess.RunAsync(new WorkerOptions
        {
            DataRoot = _bench.Root, RunId = RunId.Parse("nowhere"), HandleSignals = false, Error = TextWriter.Null,
        });
        Assert.Equal(WorkerExitCode.BadInput, exit);
    }

    [Fact]
    public async Task Frames_of_the_shown_slot_reach_the_fast_lane_with_their_figures()
    {
        await using var daemon = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger);
        var exit = await _bench.StartWorker(_bench.Manifest() with
        {
            Steps = 2000, TelemetryMode = TelemetryMode.DualPath, FastLanePath = _bench.LanePath,
        });
        Assert.Equal(WorkerExitCode.Ended, exit);
        using var reader = FastLaneReader.TryAttach(_bench.LanePath, out var reason);
        Assert.True(reader is not null, reason);
        Assert.Equal(LaneState.Ended, reader.State);
        byte[] frame = [];
        Assert.True(reader.TryReadLatest(ref frame, out var info));
        Assert.Equal(info.Width * info.Height * 3, frame.Length);
        Assert.Equal(_bench.Ledger.Episodes().TakeLast(100).Average(e => e.Return), info.Hud.RollingReturn, 12);
        Assert.True(info.Number < 2000, "frames are limited by rate, not one per step");
    }

    [Theory]
    [InlineData(TelemetryMode.DualPath, true, true)]
    [InlineData(TelemetryMode.DurableOnly, true, false)]
    [InlineData(TelemetryMode.FastLaneOnly, false, true)]
    public async Task A_run_says_what_each_lane_has_cost_it(TelemetryMode mode, bool slow, bool fast)
    {
        await using var daemon = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger);
        Assert.Equal(WorkerExitCode.Ended, await _bench.StartWorker(
            _bench.Manifest() with { Steps = 20_000, TelemetryMode = mode, FastLanePath = _bench.LanePath }));
        var figures = daemon.Finished!.Figures;
        Assert.Equal(slow, figures["observer.slow_lane_us_per_step"] > 0.001);
        Assert.Equal(fast, figures["observer.fast_lane_us_per_step"] > 0.001);
        Assert.InRange(figures["observer.share"], double.Epsilon, 1);
        Assert.True(daemon.Heartbeats.First().Figures.ContainsKey("observer.share"));
    }

    [Fact]
    public async Task A_lane_that_cannot_be_made_is_logged_and_harms_nothing()
    {
        await using var daemon = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger);
        var exit = await _bench.StartWorker(_bench.Manifest() with
        {
            Steps = 500, TelemetryMode = TelemetryMode.DualPath, FastLanePath = "/nowhere/at/all",
        });
        Assert.Equal(WorkerExitCode.Ended, exit);
        Assert.Equal(500, _bench.Ledger.Steps);
        Assert.Contains(daemon.Logs, record => record.Id == LogIds.FastLaneWriterError.Id && record.Message.Contains("/nowhere/at/all"));
    }

    [Fact]
    public async Task Fast_lane_only_records_nothing_and_still_ends_well()
    {
        await using var daemon = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger);
        var exit = await _bench.StartWorker(_bench.Manifest() with
        {
            Episodes = 50, TelemetryMode = TelemetryMode.FastLaneOnly, FastLanePath = _bench.LanePath,
        });
        Assert.Equal(WorkerExitCode.Ended, exit);
        Assert.Equal(0, _bench.Ledger.Steps);
        Assert.Empty(daemon.Finished!.Totals);
        Assert.True(File.Exists(_bench.LanePath));
    }

    public void Dispose() => _bench.Dispose();

    private async Task<IReadOnlyList<string>> TrajectoryOf(RunManifest manifest, WorkerBench? bench = null)
    {
        bench ??= _bench;
        await using var daemon = await FakeDaemon.StartAsync(bench.Root, bench.Ledger);
        Assert.Equal(WorkerExitCode.Ended, await bench.StartWorker(manifest));
        return bench.Ledger.Trajectory();
    }

    private static void CopyRun(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
