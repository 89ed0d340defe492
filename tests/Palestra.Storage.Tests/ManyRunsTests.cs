using Palestra.Telemetry;

namespace Palestra.Storage.Tests;

public sealed class ManyRunsTests
{
    private const int SlowRuns = 50;

    [Fact]
    public async Task On_one_thread_a_fast_run_comes_at_most_once_before_each_slow_one()
    {
        var threads = new CommitThreads(most: 1, TimeSpan.FromSeconds(10));
        var order = new List<int>();
        using var gate = new ManualResetEventSlim();
        var fastRuns = 0;
        var fast = Fast();
        var slow = Enumerable.Range(1, SlowRuns).Select(i => threads.Run(() => order.Add(i))).ToList();
        gate.Set();
        await Task.WhenAll(slow);
        await fast;

        // The fast one was ahead of them; after that it had to queue behind all of them.
        Assert.Equal([0, .. Enumerable.Range(1, SlowRuns)], order.Take(SlowRuns + 1));

        async Task Fast()
        {
            while (fastRuns++ < 100)
            {
                await threads.Run(() =>
                {
                    gate.Wait();
                    order.Add(0);
                });
            }
        }
    }

    [Fact]
    public async Task Threads_are_not_those_of_the_pool_and_as_many_as_are_busy()
    {
        var threads = new CommitThreads(most: 8, TimeSpan.FromSeconds(10));
        using var barrier = new Barrier(8);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => threads.Run(() =>
        {
            Assert.False(Thread.CurrentThread.IsThreadPoolThread);
            barrier.SignalAndWait();
        })));
        await Assert.ThrowsAsync<RunFileUnavailableException>(() => threads.Run(() => throw new RunFileUnavailableException("x")));
    }

    [Fact]
    public async Task Fifty_slow_runs_and_a_fast_one_all_get_on_and_a_stuck_one_holds_up_nobody_P_ISLAND()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var settings = new StorageSettings { CommitInterval = TimeSpan.Zero };
        using var stuck = new ManualResetEventSlim();
        await using var blocked = new Run("stuck", settings, stuck.Wait);
        await using var fast = new Run("fast", settings);
        var slow = Enumerable.Range(0, SlowRuns).Select(i => new Run($"slow-{i}", settings)).ToList();
        var blockedBatch = blocked.PublishAsync(10, cancellation);
        using var enough = new CancellationTokenSource();
        var racing = Task.Run(
            async () =>
            {
                while (!enough.IsCancellationRequested)
                {
                    await fast.PublishAsync(1000, cancellation);
                }
            },
            cancellation);

        // Paced: each waits for its own acknowledgement before it goes on, while the fast one never does.
        await Task.WhenAll(slow.Select(run => Task.Run(
            async () =>
            {
                for (var i = 0; i < 5; i++)
                {
                    await run.DurableAsync(await run.PublishAsync(3, cancellation), cancellation);
                }
            },
            cancellation)));
        await enough.CancelAsync();
        await racing;
        await blockedBatch;
        Assert.All(slow, run => Assert.Equal(15, run.Durable));
        Assert.Equal(0, blocked.Durable);
        Assert.All(slow, run => Assert.False(run.WroteOnPool));
        foreach (var run in slow)
        {
            await run.DisposeAsync();
        }

        stuck.Set();
    }

    private sealed class Run : IAsyncDisposable
    {
        private readonly TempRun _run;
        private readonly RunFile _file;
        private readonly RunBus _bus = new(new RunBusSettings { Capacity = 64, LiveQueueSize = 64 });
        private readonly DurablePath _path;
        private readonly Task _running;
        private readonly Lock _lock = new();
        private TaskCompletionSource _progress = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _next = 1;

        public Run(string name, StorageSettings settings, Action? beforeCommit = null)
        {
            _run = new TempRun(name) { Settings = settings };
            _file = _run.Create();
            _path = new DurablePath(_bus, _file, settings, TimeProvider.System) { BeforeCommit = beforeCommit, OnDurable = OnDurable };
            _running = _path.RunAsync();
        }

        public long Durable { get; private set; }

        public bool WroteOnPool { get; private set; }

        /// <returns>The last sequence number published.</returns>
        public async Task<long> PublishAsync(int steps, CancellationToken cancellation)
        {
            await _bus.PublishAsync(
                new StepBatch
                {
                    Stream = Trajectory.Stream,
                    FirstSeq = _next,
                    Episodes = new long[steps],
                    Steps = [.. Enumerable.Range((int)_next - 1, steps)],
                    Rewards = new double[steps],
                    Flags = new StepFlags[steps],
                    TimesUs = new long[steps],
                    Actions = Trajectory.Int64(new long[steps]),
                    Observations = Trajectory.Int64(new long[steps]),
                },
                cancellation);
            _next += steps;
            return _next - 1;
        }

        public async Task DurableAsync(long seq, CancellationToken cancellation)
        {
            while (true)
            {
                Task progress;
                lock (_lock)
                {
                    if (Durable >= seq)
                    {
                        return;
                    }

                    progress = _progress.Task;
                }

                await progress.WaitAsync(cancellation);
            }
        }

        public async ValueTask DisposeAsync()
        {
            _bus.Complete();
            await _running;
            _path.Dispose();
            _file.Dispose();
            _run.Dispose();
        }

        private void OnDurable(IReadOnlyList<StreamPosition> positions)
        {
            TaskCompletionSource progress;
            lock (_lock)
            {
                Durable = positions[0].DurableSeq;
                WroteOnPool |= Thread.CurrentThread.IsThreadPoolThread;
                progress = _progress;
                _progress = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            progress.SetResult();
        }
    }
}
