using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Wire;
using V1 = Palestra.Wire.V1;

namespace Palestra.Worker.Tests;

public sealed class SessionTests : IDisposable
{
    private readonly WorkerBench _bench = new();

    [Fact]
    public async Task P_CALM_a_killed_daemon_costs_no_step_and_none_comes_twice()
    {
        var worker = await WithTwoKills();
        await using var last = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger);
        Assert.True(await worker == WorkerExitCode.Ended, _bench.Error);
        Assert.Empty(last.Problems);
        Assert.Equal(20_000, _bench.Ledger.Steps);
        Assert.Equal(1, last.FirstSeqs.Count(seq => seq == last.FirstSeqs.First()));
        Assert.Contains(last.Logs, record => record.Id == LogIds.WorkerReconnected.Id);
    }

    [Fact]
    public async Task P_ACK_resending_begins_exactly_after_what_is_on_disk()
    {
        // Nothing was acknowledged, yet the disk holds part of a batch: the worker must cut it there.
        var first = await FakeDaemon.StartAsync(_bench.Root, new Ledger(), acknowledges: false, rateHz: 2000);
        var worker = _bench.StartWorker(_bench.Manifest() with { Steps = 3000 }, _bench.Settings with { BatchSteps = 100 });
        await WorkerBench.Until(() => first.FirstSeqs.Count >= 3, "three batches");
        await first.DisposeAsync();

        await TakePartOf(_bench.Ledger);
        await using var second = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger);
        Assert.Equal(WorkerExitCode.Ended, await worker);
        Assert.Empty(second.Problems);
        Assert.Equal(8, second.FirstSeqs.First());
        Assert.Equal(3000, _bench.Ledger.Steps);
    }

    [Fact]
    public async Task Never_more_than_the_credits_are_under_way_while_training_goes_on()
    {
        await using var daemon = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger, credits: 1000, acknowledges: false);
        var worker = _bench.StartWorker(_bench.Manifest() with { Steps = 50_000 }, _bench.Settings with { BatchSteps = 300 });
        await WorkerBench.Until(
            () => daemon.Heartbeats.LastOrDefault() is { Total: 50_000 } beat && beat.UnacknowledgedSteps == 50_000, "training to end");
        Assert.InRange(_bench.Ledger.Steps, 1, 1000);
        Assert.Null(daemon.Finished);

        daemon.Acknowledges = true;
        await daemon.AcknowledgeAllAsync();
        Assert.Equal(WorkerExitCode.Ended, await worker);
        Assert.Equal(50_000, _bench.Ledger.Steps);
        Assert.Empty(daemon.Problems);
    }

    [Fact]
    public async Task Credits_below_one_batch_cut_it_and_a_grant_widens_the_window()
    {
        await using var daemon = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger, credits: 10, acknowledges: false);
        var worker = _bench.StartWorker(_bench.Manifest() with { Steps = 600 }, _bench.Settings with { BatchSteps = 300, FlushInterval = TimeSpan.FromSeconds(5) });
        await WorkerBench.Until(() => _bench.Ledger.Steps == 10, "ten steps");
        daemon.Acknowledges = true;
        await daemon.SendAsync(new V1.DaemonMessage { Credits = new V1.CreditGrant { CreditSteps = 100_000, Reason = "test" } });
        await daemon.AcknowledgeAllAsync();
        Assert.Equal(WorkerExitCode.Ended, await worker);
        Assert.Equal(600, _bench.Ledger.Steps);
        Assert.Empty(daemon.Problems);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200_000)]
    public async Task A_full_outbox_and_spool_block_training_say_so_and_recover(long spoolBytes)
    {
        await using var daemon = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger, credits: 256, acknowledges: false);
        var settings = _bench.Settings with { OutboxBytes = 64 << 10, SpoolBytes = spoolBytes, BatchSteps = 128 };
        var worker = _bench.StartWorker(_bench.Manifest() with { Steps = 20_000 }, settings);
        await WorkerBench.Until(() => daemon.Logs.Any(r => r.Id == LogIds.WorkerBlocked.Id), "the block to be reported");
        Assert.Equal(spoolBytes > 0, daemon.Logs.Any(r => r.Id == LogIds.WorkerSpoolFull.Id));
        Assert.True(daemon.Heartbeats.Last().Total < 20_000);

        daemon.Acknowledges = true;
        await daemon.AcknowledgeAllAsync();
        Assert.Equal(WorkerExitCode.Ended, await worker);
        Assert.Equal(20_000, _bench.Ledger.Steps);
        Assert.Contains(daemon.Logs, r => r.Id == LogIds.WorkerUnblocked.Id);
    }

    [Fact]
    public async Task Pause_take_steps_resume_and_stop_are_obeyed()
    {
        await using var daemon = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger, paused: true);
        var worker = _bench.StartWorker(_bench.Manifest());
        await WorkerBench.Until(() => daemon.PauseReports.Contains(true), "the pause to be obeyed");
        Assert.Equal(0, _bench.Ledger.Steps);

        await daemon.SendAsync(new V1.DaemonMessage { TakeSteps = new V1.TakeSteps { Count = 5 } });
        await WorkerBench.Until(() => _bench.Ledger.Steps == 5, "five steps");
        var beats = daemon.Heartbeats.Count;
        await WorkerBench.Until(() => daemon.Heartbeats.Count > beats + 2, "some heartbeats");
        Assert.Equal(5ul, daemon.Heartbeats.Last().Total);

        await daemon.SendAsync(new V1.DaemonMessage { Resume = new V1.Resume() });
        await WorkerBench.Until(() => _bench.Ledger.Steps > 1000, "training to go on");
        Assert.Contains(false, daemon.PauseReports);

        await daemon.SendAsync(new V1.DaemonMessage { Stop = new V1.Stop { Reason = "enough" } });
        Assert.Equal(WorkerExitCode.Ended, await worker);
        Assert.Equal(V1.Outcome.Cancelled, daemon.Finished!.Outcome);
        Assert.Equal("enough", daemon.Finished.Reason);
        Assert.Equal((ulong)_bench.Ledger.Steps, daemon.Finished.Totals[0].LastSeq);
    }

    [Fact]
    public async Task A_rate_that_is_lifted_in_mid_run_takes_effect_at_once()
    {
        await using var daemon = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger, rateHz: 0.001);
        var worker = _bench.StartWorker(_bench.Manifest() with { Steps = 500 });
        await WorkerBench.Until(() => _bench.Ledger.Steps == 1, "the first step, sent although its batch is not full");
        await daemon.SendAsync(new V1.DaemonMessage { Rate = new V1.Rate { RateHz = 0 } });
        Assert.Equal(WorkerExitCode.Ended, await worker);
        Assert.Equal(500, _bench.Ledger.Steps);
    }

    [Fact]
    public async Task P_GAP_A_stretch_in_fast_lane_only_is_whole_episodes_and_is_reported_and_numbers_stay_contiguous()
    {
        await using var daemon = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger, rateHz: 5000);
        var worker = _bench.StartWorker(_bench.Manifest() with { TelemetryMode = TelemetryMode.DualPath, FastLanePath = _bench.LanePath });
        await WorkerBench.Until(() => _bench.Ledger.Steps > 200, "some steps");
        await SetModeAsync(V1.TelemetryMode.FastLaneOnly);
        await WorkerBench.Until(() => daemon.Heartbeats.Last().Figures["unrecorded.steps"] > 500, "a stretch");
        var before = _bench.Ledger.Steps;
        await SetModeAsync(V1.TelemetryMode.DurableOnly);
        await WorkerBench.Until(() => _bench.Ledger.Steps > before + 200, "recording to go on");
        await daemon.SendAsync(new V1.DaemonMessage { Stop = new V1.Stop { Reason = "enough" } });
        Assert.Equal(WorkerExitCode.Ended, await worker);

        Assert.Empty(daemon.Problems);
        var stretch = Assert.Single(daemon.Logs, record => record.Id == LogIds.StepsUnrecorded.Id);
        Assert.Contains($"after its step {before} ", stretch.Message);
        Assert.Equal((ulong)_bench.Ledger.Steps, daemon.Finished!.Totals[0].LastSeq);
        Assert.All(_bench.Ledger.Episodes().Zip(_bench.Ledger.Episodes().Skip(1)), pair => Assert.Equal(pair.First.LastSeq + 1, pair.Second.FirstSeq));
        Assert.Contains(_bench.Ledger.Episodes(), episode => episode.LastSeq == before);

        Task SetModeAsync(V1.TelemetryMode mode) => daemon.SendAsync(new V1.DaemonMessage { SetMode = new V1.SetMode { Mode = mode } });
    }

    [Theory]
    [InlineData(GrpcStatusCode.NotFound)]
    [InlineData(GrpcStatusCode.FailedPrecondition)]
    public async Task A_refusal_ends_the_worker_with_the_daemons_sentence(GrpcStatusCode code)
    {
        await using var daemon = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger, refusal: code);
        Assert.Equal(WorkerExitCode.Failed, await _bench.StartWorker(_bench.Manifest() with { Steps = 10 }));
        Assert.Contains("Run 'test-run' is not welcome.", _bench.Error);
        Assert.Single(daemon.Hellos);
    }

    [Fact]
    public async Task A_stale_token_is_read_again()
    {
        await using var daemon = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger);
        daemon.Announce(_bench.Root, "stale");
        var worker = _bench.StartWorker(_bench.Manifest() with { Steps = 100 });
        await WorkerBench.Until(() => !daemon.Hellos.IsEmpty, "a refused hello");
        daemon.Announce(_bench.Root, daemon.Token);
        Assert.Equal(WorkerExitCode.Ended, await worker);
        Assert.Equal(100, _bench.Ledger.Steps);
    }

    [Fact]
    public async Task A_token_that_stays_wrong_is_given_up()
    {
        await using var daemon = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger);
        daemon.Announce(_bench.Root, "wrong");
        var settings = _bench.Settings with { WelcomeTimeout = TimeSpan.FromMilliseconds(300) };
        Assert.Equal(WorkerExitCode.Failed, await _bench.StartWorker(_bench.Manifest() with { Steps = 100 }, settings));
        Assert.Contains("Wrong token.", _bench.Error);
    }

    [Fact]
    public async Task Without_a_daemon_a_worker_ends_as_an_orphan_and_saves_what_it_learned()
    {
        TestWorld.Register();
        var settings = _bench.Settings with { OrphanTimeout = TimeSpan.FromMilliseconds(500) };
        Assert.Equal(WorkerExitCode.Orphaned, await _bench.StartWorker(_bench.Manifest(), settings));
        Assert.Contains("worker.orphan_timeout", _bench.Error);

        var daemon = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger);
        var worker = _bench.StartWorker(_bench.Manifest(algorithm: TestWorld.Counting), settings);
        await WorkerBench.Until(() => _bench.Ledger.Steps > 100, "some steps");
        await daemon.DisposeAsync();
        Assert.Equal(WorkerExitCode.Orphaned, await worker);
        Assert.True(File.Exists(Path.Combine(_bench.Root.Run(_bench.Run).ArtifactsFolder, "count.txt")));
        Assert.Contains("never acknowledged", _bench.Error);
    }

    [Fact]
    public async Task P_CALM_training_goes_on_into_the_spool_while_the_daemon_takes_nothing_and_all_of_it_arrives()
    {
        await using var daemon = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger, credits: 256, acknowledges: false);
        var settings = _bench.Settings with { OutboxBytes = 64 << 10, BatchSteps = 128 };
        var worker = _bench.StartWorker(_bench.Manifest() with { Steps = 30_000, NumEnvs = 2 }, settings);
        await WorkerBench.Until(
            () => daemon.Heartbeats.LastOrDefault() is { Total: 30_000 } beat && beat.UnacknowledgedSteps == 30_000, "training to end");
        Assert.InRange(_bench.Ledger.Steps, 1, 512);
        Assert.InRange(daemon.Heartbeats.Last().Figures["spool.bytes"], 500_000, 5_000_000);
        Assert.Equal(0, daemon.Heartbeats.Last().Figures["blocked_ms"]);
        Assert.Contains(daemon.Logs, r => r.Id == LogIds.WorkerSpooling.Id && r.Message.Contains("the daemon is slow"));

        daemon.Acknowledges = true;
        await daemon.AcknowledgeAllAsync();
        Assert.Equal(WorkerExitCode.Ended, await worker);
        Assert.Equal(30_000, _bench.Ledger.Steps);
        Assert.Empty(daemon.Problems);
        Assert.False(File.Exists(_bench.Root.Run(_bench.Run).SpoolFile));
    }

    [Fact]
    public async Task P_CALM_an_orphan_leaves_everything_in_its_spool_with_its_log_and_its_Finished()
    {
        var daemon = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger);
        var settings = _bench.Settings with { OrphanTimeout = TimeSpan.FromMilliseconds(500), OutboxBytes = 64 << 10 };
        var worker = _bench.StartWorker(_bench.Manifest() with { NumEnvs = 2 }, settings);
        await WorkerBench.Until(() => _bench.Ledger.Steps > 100, "some steps");
        await daemon.DisposeAsync();
        Assert.Equal(WorkerExitCode.Orphaned, await worker);

        var messages = ReadSpool();
        foreach (var message in messages)
        {
            // The ledger refuses gaps; what it has already it would refuse too, so that is left out as a daemon does.
            if (message.Steps is { } steps && (long)steps.FirstSeq > _bench.Ledger.Position(new StreamKey(steps.AgentId, (int)steps.Slot)).Seq)
            {
                Assert.Null(_bench.Ledger.Take(WireMap.FromProto(steps).Value!));
            }
            else if (message.Episode is { } episode && (long)episode.Episode == _bench.Ledger.Position(new StreamKey(episode.AgentId, (int)episode.Slot)).Episodes)
            {
                Assert.Null(_bench.Ledger.Take(WireMap.FromProto(episode).Value!));
            }
        }

        var finished = messages[^1].Finished;
        Assert.Equal(V1.Outcome.Cancelled, finished.Outcome);
        Assert.Contains("worker.orphan_timeout", finished.Reason);
        Assert.Equal(
            finished.Totals.OrderBy(t => t.Slot).Select(t => ((int)t.Slot, (long)t.LastSeq, (long)t.Episodes)),
            _bench.Ledger.Streams.OrderBy(s => s.Slot).Select(s => (s.Slot, _bench.Ledger.Position(s).Seq, _bench.Ledger.Position(s).Episodes)));
        Assert.Contains(messages, m => m.Log?.Id == LogIds.WorkerOrphaned.Id);
    }

    [Fact]
    public async Task P_CALM_A_disk_that_is_full_in_mid_spool_makes_training_wait_and_nothing_is_lost()
    {
        await using var daemon = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger, credits: 256, acknowledges: false);
        _bench.Write(_bench.Manifest() with { Steps = 100_000 });
        using var worker = ChildWorker.Start(_bench.Root.Path, _bench.Run.Value, outboxBytes: 256 << 10, largestFileBytes: 1 << 20);
        await WorkerBench.Until(() => daemon.Logs.Any(r => r.Id == LogIds.WorkerSpoolFailed.Id), "the disk to be full");
        await WorkerBench.Until(() => daemon.Heartbeats.Last().Figures["blocked_ms"] > 0, "training to wait");
        Assert.True(daemon.Heartbeats.Last().Total < 100_000);

        daemon.Acknowledges = true;
        await daemon.AcknowledgeAllAsync();
        await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(WorkerExitCode.Ended, worker.ExitCode);
        Assert.Equal(100_000, _bench.Ledger.Steps);
        Assert.Empty(daemon.Problems);

        // A drained spool may fill again. Each time it is said that spooling begins, then at most once that it failed,
        // however many batches found no room.
        var mayFail = false;
        foreach (var id in daemon.Logs.Select(r => r.Id).Where(id => id == LogIds.WorkerSpooling.Id || id == LogIds.WorkerSpoolFailed.Id))
        {
            Assert.True(mayFail || id == LogIds.WorkerSpooling.Id, "A second report of one failure.");
            mayFail = id == LogIds.WorkerSpooling.Id;
        }
    }

    [Fact]
    public async Task P_GAP_Kill_9_of_a_spooling_worker_leaves_a_spool_that_follows_what_was_acknowledged()
    {
        await using var daemon = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger, credits: 256, acknowledges: false);
        _bench.Write(_bench.Manifest() with { NumEnvs = 2 });
        using var worker = ChildWorker.Start(_bench.Root.Path, _bench.Run.Value, outboxBytes: 64 << 10);
        await WorkerBench.Until(
            () => daemon.Heartbeats.LastOrDefault() is { } beat && beat.Figures["spool.bytes"] > 1_000_000, "the spool to grow");
        Signal(worker.Id, "KILL");
        await worker.WaitForExitAsync(TestContext.Current.CancellationToken);

        var ledger = new Ledger();
        using var spool = SpoolReader.TryOpen(_bench.Root.Run(_bench.Run).SpoolFile, out var reason);
        Assert.True(spool is not null, reason);
        while (spool.TryRead(out var message))
        {
            Assert.Null(message.Steps is { } steps ? ledger.Take(WireMap.FromProto(steps).Value!) : ledger.Take(WireMap.FromProto(message.Episode).Value!));
        }

        Assert.True(ledger.Steps > 20_000, $"{ledger.Steps} steps");
        Assert.True(ledger.Steps >= (long)daemon.Heartbeats.Last().Total - (2 * new WorkerSettings().BatchSteps), "What was made before the last heartbeat is in the spool, but for batches under way.");
    }

    [Fact]
    public async Task SIGTERM_is_a_good_end_and_SIGINT_is_not_for_a_launched_worker()
    {
        await using var daemon = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger);
        _bench.Write(_bench.Manifest());
        using var worker = ChildWorker.Start(_bench.Root.Path, _bench.Run.Value);
        await WorkerBench.Until(() => _bench.Ledger.Steps > 100, "some steps");
        Signal(worker.Id, "INT");
        var steps = _bench.Ledger.Steps;
        await WorkerBench.Until(() => _bench.Ledger.Steps > steps + 1000, "steps after SIGINT");
        Signal(worker.Id, "TERM");
        await worker.WaitForExitAsync();
        Assert.Equal(WorkerExitCode.Ended, worker.ExitCode);
        Assert.Equal(V1.Outcome.Cancelled, daemon.Finished!.Outcome);
        Assert.Contains("SIGTERM", daemon.Finished.Reason);
        Assert.Empty(daemon.Problems);
    }

    public void Dispose() => _bench.Dispose();

    private async Task<Task<int>> WithTwoKills()
    {
        Task<int>? worker = null;
        for (var kill = 1; kill <= 2; kill++)
        {
            var daemon = await FakeDaemon.StartAsync(_bench.Root, _bench.Ledger, rateHz: kill == 2 ? 20_000 : 5_000);
            worker ??= _bench.StartWorker(_bench.Manifest() with { Steps = 20_000 });
            var steps = _bench.Ledger.Steps;
            await WorkerBench.Until(() => _bench.Ledger.Steps > steps + 500, $"steps before kill {kill}");
            await daemon.DisposeAsync();
            Assert.Empty(daemon.Problems);
            Assert.False(worker.IsCompleted, _bench.Error);
        }

        return worker!;
    }

    /// <summary>Seven steps of the same run, made by a worker of its own: the disk after a kill in mid-batch.</summary>
    private async Task TakePartOf(Ledger ledger)
    {
        using var twin = new WorkerBench();
        await using var daemon = await FakeDaemon.StartAsync(twin.Root, ledger);
        Assert.Equal(WorkerExitCode.Ended, await twin.StartWorker(_bench.Manifest() with { Steps = 7 }));
        Assert.Equal(7, ledger.Steps);
    }

    private List<V1.WorkerMessage> ReadSpool()
    {
        using var spool = SpoolReader.TryOpen(_bench.Root.Run(_bench.Run).SpoolFile, out var reason);
        Assert.True(spool is not null, reason);
        var messages = new List<V1.WorkerMessage>();
        while (spool.TryRead(out var message))
        {
            messages.Add(message);
        }

        Assert.Equal(0, spool.BytesLeft);
        return messages;
    }

    private static void Signal(int pid, string name) =>
        System.Diagnostics.Process.Start("kill", [$"-{name}", $"{pid}"])!.WaitForExit();
}
