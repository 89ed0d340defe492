using System.Collections.Concurrent;
using Palestra.Telemetry;
using SQLitePCL;

namespace Palestra.Storage.Tests;

/// <summary>P-CALM, P-ACK: in any trouble of the disk it stops acknowledging, says why, goes on by itself, loses nothing.</summary>
public sealed class DiskTroubleTests
{
    private const int Steps = 20_000;
    private const int Before = 2000;

    private static readonly StorageSettings Settings = new()
    {
        BusyTimeout = TimeSpan.FromMilliseconds(5),
        CommitInterval = TimeSpan.FromMilliseconds(1),
        RetryDelay = TimeSpan.FromMilliseconds(2),
        MaxRetryDelay = TimeSpan.FromMilliseconds(10),
    };

    [Fact]
    public async Task A_full_disk()
    {
        using var disk = SmallDisk.Mount(8192);
        using var run = new TempRun(at: Path.Combine(disk.Path, "data")) { Settings = Settings };
        using var file = run.Create();
        await SurviveAsync(run, file, disk.Fill, disk.Free, "disk");
    }

    [Fact]
    public async Task A_disk_that_became_read_only()
    {
        using var disk = SmallDisk.Mount(8192);
        using var run = new TempRun(at: Path.Combine(disk.Path, "data")) { Settings = Settings };
        using var file = run.Create();

        // A file system with files open for writing cannot be remounted; the next transaction opens the file again.
        await SurviveAsync(
            run, file,
            () =>
            {
                file.Dispose();
                disk.Protect();
            },
            disk.Unprotect, "cannot be");
    }

    [Fact]
    public async Task A_lock_that_another_process_holds()
    {
        using var run = new TempRun { Settings = Settings };
        using var file = run.Create();
        System.Diagnostics.Process? other = null;
        await SurviveAsync(
            run, file,
            async () => other = await LockHolder.StartAsync(run.Folder.DatabaseFile, TestContext.Current.CancellationToken),
            () => other!.StandardInput.WriteLineAsync("let go"),
            "locked by another process");
        other!.Dispose();
    }

    [Theory]
    [InlineData(raw.SQLITE_IOERR_FSYNC)]
    [InlineData(raw.SQLITE_IOERR_WRITE)]
    [InlineData(raw.SQLITE_FULL)]
    [InlineData(raw.SQLITE_CANTOPEN)]
    public async Task An_error_of_the_device(int code)
    {
        using var run = new TempRun { Settings = Settings };
        using var file = run.Create();
        var random = new Random(code);
        await SurviveAsync(
            run, file,
            () => file.BeforeStatement = sql =>
            {
                // Anywhere in a transaction, the fsync of its end included.
                if (sql is "COMMIT" or "after COMMIT" || random.Next(4) == 0)
                {
                    throw new SqliteException(code, "a test");
                }
            },
            () => file.BeforeStatement = null,
            "cannot be used at present");
    }

    [Fact]
    public async Task A_disk_that_takes_very_long()
    {
        using var run = new TempRun { Settings = Settings };
        using var file = run.Create();
        using var slow = new ManualResetEventSlim(initialState: true);
        await SurviveAsync(
            run, file, slow.Reset, slow.Set, "The disk is slow",
            Settings with { StalledAfter = TimeSpan.FromMilliseconds(10) },
            () => slow.Wait());
    }

    private static Task SurviveAsync(
        TempRun run, RunFile file, Action cause, Action cure, string reason, StorageSettings? settings = null, Action? beforeCommit = null) =>
        SurviveAsync(run, file, () => Done(cause), () => Done(cure), reason, settings, beforeCommit);

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private static async Task SurviveAsync(
        TempRun run, RunFile file, Func<Task> cause, Func<Task> cure, string reason, StorageSettings? settings = null, Action? beforeCommit = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var bus = new RunBus(new RunBusSettings { Capacity = 64, LiveQueueSize = 64 });
        var news = new ConcurrentQueue<string?>();
        var begun = new TaskCompletionSource();
        long acknowledged = 0;
        using var path = new DurablePath(bus, file, settings ?? Settings, TimeProvider.System)
        {
            BeforeCommit = beforeCommit,
            OnStalled = news.Enqueue,
            OnDurable = positions =>
            {
                Interlocked.Exchange(ref acknowledged, positions.Sum(p => p.DurableSeq));
                if (acknowledged >= Before)
                {
                    begun.TrySetResult();
                }
            },
        };
        var running = path.RunAsync(cancellation);
        var trajectory = new Trajectory(Steps, 1);
        var events = trajectory.Events(() => 25).ToList();
        var first = events.FindIndex(e => e is StepBatch { LastSeq: Before }) + 1;
        await PublishAsync(events[..first]);
        await begun.Task;

        await cause();
        var waits = bus.Status.PublisherWaits;
        var publishing = PublishAsync(events[first..]);
        while (bus.Status.PublisherWaits == waits || path.StalledReason?.Contains(reason, StringComparison.Ordinal) != true)
        {
            Assert.False(running.IsCompleted, running.Exception?.ToString());
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancellation);
        }

        var known = Interlocked.Read(ref acknowledged);
        Assert.NotNull(path.Stats.StalledReason);
        Assert.True(path.Stats.QueueEvents >= bus.Capacity / 2);
        Assert.Equal(known, Interlocked.Read(ref acknowledged));
        Assert.False(publishing.IsCompleted, "publishers must wait while nothing can be written");

        await cure();
        await publishing;
        bus.Complete();
        await running;
        Assert.Null(path.StalledReason);
        Assert.Equal(Steps, acknowledged);
        Assert.Equal(Enumerable.Range(0, news.Count).Select(i => i % 2 == 1), news.Select(why => why is null));
        Assert.Null(news.Last());
        Assert.Equal((Steps, 0), (path.Stats.CommittedSteps, path.Stats.DuplicateSteps));
        file.Commit([Runs.State(RunState.EXEC, RunState.TERM, RunOutcome.Succeeded)], bus.Published + 1);
        var report = RunVerifier.Verify(run.Folder);
        Assert.True(report.Complete, string.Join(" ", report.Problems));
        Assert.Equal((Steps, trajectory.Episodes(1, Steps).Count()), (report.Steps, report.Episodes));
        using var reader = run.Read();
        Runs.AssertSame(trajectory.Batch(1, 4096), StepBatches.Join([.. reader.ReadSteps(Trajectory.Stream, 1, 4096)]));
        Assert.Equal(0, reader.Streams()[0].IgnoredSteps);

        async Task PublishAsync(List<TelemetryEvent> some)
        {
            foreach (var item in some)
            {
                await bus.PublishAsync(item, cancellation);
            }
        }
    }
}
