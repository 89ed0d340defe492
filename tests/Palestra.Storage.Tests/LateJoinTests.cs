using Palestra.Telemetry;

namespace Palestra.Storage.Tests;

/// <summary>
/// P-GAP, P-OBSERVE: whoever joins a live run, whenever, from whatever sequence number and with whatever policy, gets
/// each step once and in order, while a real durable path writes and seals the blocks that are read at the same time.
/// </summary>
public sealed class LateJoinTests
{
    private const int Steps = 40_000;
    private const int RingEvents = 64;

    private static readonly StorageSettings Settings = new()
    {
        BusyTimeout = TimeSpan.FromSeconds(5),
        CommitInterval = TimeSpan.FromMilliseconds(1),
        WriterQueueSize = 48,
        TailSteps = 64,
        BlockBytes = 8 * 1024,
    };

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 4)]
    [InlineData(3, 10)]
    public async Task Followers_with_different_policies_join_a_run_while_its_blocks_are_sealed(int seed, int followers)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var cancellation = TestContext.Current.CancellationToken;
        using var run = new TempRun { Settings = Settings };
        using var file = run.Create();
        var bus = new RunBus(new RunBusSettings { Capacity = RingEvents, LiveQueueSize = 16 });
        using var path = new DurablePath(bus, file, Settings, TimeProvider.System);
        var writing = path.RunAsync(cancellation);
        var live = new LiveRun(run, file, bus, new Trajectory(Steps, seed));

        var following = Enumerable.Range(0, followers).Select(i => Task.Run(() => live.FollowAsync(i, new Random((seed * 100) + i)), cancellation)).ToArray();
        await live.PublishAsync(new Random(seed), cancellation);
        bus.Complete();
        await writing;
        var laps = 0L;
        foreach (var follower in following)
        {
            laps += await follower;
        }

        Assert.True(laps > 0, $"seed {seed}: nobody was ever lapped, so this test says nothing");
        Assert.Equal(0, path.Stats.Refused);
        Assert.True(path.Stats.DuplicateSteps > 0, $"seed {seed}: no batch came twice");
        var receipt = RunVerifier.Verify(run.Folder);
        Assert.Equal((Steps, 0), (receipt.Steps, receipt.Streams[0].Gaps));
    }
}
