using Microsoft.Extensions.Time.Testing;
using Palestra.FastLane;
using Palestra.Storage;
using Palestra.Worker.Loop;

namespace Palestra.Worker.Tests;

/// <summary>Somebody sets the wall clock while a run is under way.</summary>
public sealed class ClockJumpTests
{
    private readonly JumpingClock _clock = new();

    [Theory]
    [InlineData(5)]
    [InlineData(-5)]
    public void Steps_are_written_down_with_the_new_time_soon_and_steady_time_knows_nothing_of_it(int hours)
    {
        var clock = new LoopClock(_clock);
        var (steady, wall) = (clock.SteadyUs, clock.WallUs(clock.SteadyUs));
        _clock.Jump(TimeSpan.FromHours(hours));
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(100_000, clock.SteadyUs - steady);
        Assert.Equal(100_000 + (hours * 3_600_000_000L), clock.WallUs(clock.SteadyUs) - wall);
        Assert.Equal(UnixTime.NowUs(_clock), clock.WallUs(clock.SteadyUs));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-5)]
    public async Task A_slow_run_goes_on_sending_showing_and_counting_and_loses_nothing(int hours)
    {
        // So slow that a batch never fills: what sends it is time.
        using var bench = new WorkerBench();
        var clock = new SetClock();
        await using var daemon = await FakeDaemon.StartAsync(bench.Root, bench.Ledger, rateHz: 20);
        using var stop = new CancellationTokenSource();
        var worker = bench.StartWorker(
            bench.Manifest() with { TelemetryMode = TelemetryMode.DualPath, FastLanePath = bench.LanePath },
            bench.Settings with { BatchSteps = 4096, FlushInterval = TimeSpan.FromMilliseconds(20) }, clock, stop.Token);
        await WorkerBench.Until(() => bench.Ledger.Steps > 5, "the first steps");
        using var reader = FastLaneReader.Follow(bench.LanePath, clock: clock);

        clock.Jump(TimeSpan.FromHours(hours));
        // The batch under way may have been closed before.
        var before = bench.Ledger.Steps;
        await WorkerBench.Until(() => bench.Ledger.Steps > before + 30, "steps after the jump");
        var frames = reader.Stats.FramesWritten;
        await WorkerBench.Until(() => reader.Refresh() == LaneState.Live && reader.Stats.FramesWritten > frames + 5, "frames after the jump");
        await WorkerBench.Until(
            () => daemon.Heartbeats.Last().Figures["steps_per_second"] is > 0 and < 1000 and var rate
                && daemon.Heartbeats.Any(beat => beat.Figures["steps_per_second"] != rate), "a rate that is counted after the jump");
        await stop.CancelAsync();
        Assert.True(await worker == WorkerExitCode.Ended, bench.Error);

        Assert.Empty(daemon.Problems);
        var times = bench.Ledger.Batches().SelectMany(batch => batch.TimesUs).ToList();
        Assert.Single(times.Zip(times.Skip(1)), pair => Math.Abs(pair.Second - pair.First) > 3_600_000_000L);
        Assert.InRange(times[^1] - times[0], (hours * 3_600_000_000L) - 600_000_000, (hours * 3_600_000_000L) + 600_000_000);
    }

    private sealed class JumpingClock : FakeTimeProvider
    {
        private TimeSpan _ahead;

        public void Jump(TimeSpan by) => _ahead += by;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;

        public override long GetTimestamp() => base.GetUtcNow().Ticks;
    }

    /// <summary>The machine's clock after somebody has set it.</summary>
    private sealed class SetClock : TimeProvider
    {
        private long _aheadTicks;

        public void Jump(TimeSpan by) => Interlocked.Add(ref _aheadTicks, by.Ticks);

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _aheadTicks));
    }
}
