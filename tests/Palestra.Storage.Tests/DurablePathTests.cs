using Palestra.Telemetry;

namespace Palestra.Storage.Tests;

public sealed class DurablePathTests
{
    private static readonly StorageSettings Settings = new()
    {
        BusyTimeout = TimeSpan.FromMilliseconds(5),
        CommitInterval = TimeSpan.FromMilliseconds(1),
        RetryDelay = TimeSpan.FromMilliseconds(2),
        MaxRetryDelay = TimeSpan.FromMilliseconds(10),
    };

    [Fact]
    public async Task Everything_published_is_on_disk_when_it_ends_and_acknowledged_only_after_that()
    {
        using var run = new TempRun { Settings = Settings };
        using var file = run.Create();
        var bus = new RunBus(new RunBusSettings { Capacity = 64 });
        using var path = new DurablePath(bus, file, Settings, TimeProvider.System);
        using var reader = run.Read();
        long acknowledged = 0;
        path.OnDurable = positions =>
        {
            acknowledged = positions.Sum(p => p.DurableSeq);
            Assert.True(reader.Streams().Sum(s => s.LastSeq) >= acknowledged);
        };
        var running = path.RunAsync(TestContext.Current.CancellationToken);
        var trajectory = new Trajectory(20_000, 1);
        var size = 0;
        foreach (var item in trajectory.Events(() => 1 + (size++ % 200)))
        {
            await bus.PublishAsync(item, TestContext.Current.CancellationToken);
        }

        bus.Complete();
        await running;
        Assert.Equal(20_000, acknowledged);
        Assert.Equal((20_000, 0, bus.Published), (path.Stats.CommittedSteps, path.Stats.QueueEvents, file.DurableBusSeq));
        Assert.InRange(path.Stats.Commits, 1, bus.Published);
        Assert.True(path.Stats is { P99CommitMs: > 0, BytesWritten: > 0, Refused: 0, StalledReason: null });
    }

    [Fact]
    public async Task A_locked_file_stalls_it_and_loses_nothing_P_CALM()
    {
        using var run = new TempRun { Settings = Settings };
        using var file = run.Create();
        var bus = new RunBus(new RunBusSettings { Capacity = 64 });
        using var path = new DurablePath(bus, file, Settings, TimeProvider.System);
        var stalls = new List<string?>();
        var stalled = new TaskCompletionSource();
        path.OnStalled = reason =>
        {
            stalls.Add(reason);
            stalled.TrySetResult();
        };
        var running = path.RunAsync(TestContext.Current.CancellationToken);
        var trajectory = new Trajectory(5000, 1);
        using (var other = SqliteDb.OpenWriter(run.Folder.DatabaseFile, TimeSpan.FromSeconds(5)))
        {
            other.Execute("BEGIN IMMEDIATE");
            var publishing = Publish();
            await stalled.Task;
            Assert.Contains("locked", path.StalledReason!, StringComparison.Ordinal);
            Assert.Equal(0, path.Stats.CommittedSteps);
            other.Execute("ROLLBACK");
            await publishing;
        }

        bus.Complete();
        await running;
        Assert.Equal(5000, path.Stats.CommittedSteps);
        Assert.Null(path.StalledReason);
        Assert.Null(stalls[^1]);
        Assert.True(path.Stats.Retries >= 1);

        async Task Publish()
        {
            foreach (var item in trajectory.Events(() => 20))
            {
                await bus.PublishAsync(item, TestContext.Current.CancellationToken);
            }
        }
    }

    [Fact]
    public void A_full_disk_rolls_back_and_the_same_call_succeeds_later()
    {
        using var run = new TempRun { Settings = Settings };
        var trajectory = new Trajectory(3000, 1);
        var large = new string('x', 200_000);
        using var file = run.Create();
        file.Commit([trajectory.Batch(1, 1000), Runs.Log("once")], 2);
        file.Db.Execute("PRAGMA max_page_count = 1");
        var full = Assert.Throws<RunFileUnavailableException>(() => file.Commit([trajectory.Batch(1001, 3000), Runs.Log(large)], 4));
        Assert.Contains("disk is full", full.Message, StringComparison.Ordinal);
        Assert.Equal(1000, file.Positions[0].DurableSeq);

        Assert.Equal(2000, file.Commit([trajectory.Batch(1001, 3000), Runs.Log(large)], 4).NewSteps);
        using var reader = run.Read();
        Assert.Equal([large, "once"], reader.Logs(10).Logs.Select(l => l.Record.Message));
        Runs.AssertSame(trajectory.Batch(1, 3000), StepBatches.Join([.. reader.ReadSteps(Trajectory.Stream, 1, 3000)]));
    }

    [Fact]
    public async Task A_gap_is_reported_and_the_rest_is_written_P_GAP()
    {
        using var run = new TempRun { Settings = Settings };
        using var file = run.Create();
        var bus = new RunBus(new RunBusSettings { Capacity = 64 });
        using var path = new DurablePath(bus, file, Settings, TimeProvider.System);
        var refusals = new List<Refusal>();
        path.OnRefused = refusals.Add;
        var running = path.RunAsync(TestContext.Current.CancellationToken);
        var trajectory = new Trajectory(100, 1);
        await bus.PublishAsync(trajectory.Batch(1, 10), TestContext.Current.CancellationToken);
        await bus.PublishAsync(trajectory.Batch(12, 20), TestContext.Current.CancellationToken);
        await bus.PublishAsync(Runs.Log("still here"), TestContext.Current.CancellationToken);
        bus.Complete();
        await running;
        Assert.Equal((11, 12), (Assert.Single(refusals).ExpectedSeq, refusals[0].GotSeq));
        Assert.Equal((1, 10), (path.Stats.Refused, path.Stats.CommittedSteps));
    }

    [Fact]
    public async Task A_file_found_damaged_ends_it_and_frees_the_publishers()
    {
        using var run = new TempRun { Settings = Settings };
        var trajectory = new Trajectory(100, 1);
        using (var file = run.Create())
        {
            file.Commit([trajectory.Batch(1, 100)], 1);
        }

        using var damaged = run.Open();
        var bus = new RunBus(new RunBusSettings { Capacity = 64 });
        using var path = new DurablePath(bus, damaged, Settings with { BatchSize = 1 }, TimeProvider.System);
        damaged.Db.Execute("DROP TABLE log");
        var running = path.RunAsync(TestContext.Current.CancellationToken);
        for (var i = 0; i < 200; i++)
        {
            await bus.PublishAsync(Runs.Log("x"), TestContext.Current.CancellationToken);
        }

        await Assert.ThrowsAnyAsync<RunFileException>(() => running);
    }

    [Fact]
    public void The_bus_of_a_run_holds_a_full_queue_of_the_durable_path()
    {
        using var run = new TempRun();
        using var file = run.Create();
        var settings = new StorageSettings { WriterQueueSize = 5000 };
        var bus = new RunBus(settings.Fit(new RunBusSettings { Capacity = 64 }));
        using var path = new DurablePath(bus, file, settings, TimeProvider.System);
        Assert.Equal(5000, Assert.Single(bus.Subscribers).Policy.Capacity);
    }

    [Fact]
    public void The_histogram_brackets_its_percentiles()
    {
        var histogram = new CommitHistogram();
        Assert.Equal(0, histogram.Percentile(0.5));
        for (var i = 1; i <= 1000; i++)
        {
            histogram.Add(i);
        }

        Assert.InRange(histogram.Percentile(0.5), 500, 625);
        Assert.InRange(histogram.Percentile(0.99), 990, 1240);
    }
}
