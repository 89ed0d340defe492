using Palestra.Telemetry.Tests.Bus;

namespace Palestra.Telemetry.Tests.Steps;

/// <summary>P-GAP: wherever a follower starts and however slow it is, each step comes once and in order.</summary>
public sealed class StepFollowerTests
{
    [Fact]
    public async Task Old_steps_come_from_the_store_and_new_ones_from_the_ring()
    {
        var history = new MemoryHistory();
        history.Store([TestSteps.Batch(1, 10), TestSteps.Batch(11, 10)]);
        var bus = TestBus.WithCapacity(16);
        bus.TryPublish(TestSteps.Batch(11, 10), out _); // Durable already, and still in the ring.
        bus.TryPublish(TestSteps.Batch(21, 5), out _);
        bus.TryPublish(TestSteps.Batch(1, 99, new StreamKey("other", 0)), out _);
        bus.Complete();
        var follower = new StepFollower(bus, history, TestSteps.Stream, fromSeq: 4);
        Assert.Equal([(4, 10), (11, 20), (21, 25)], await RangesAsync(follower));
        Assert.Equal((26, 0, 0), (follower.NextSeq, follower.Missing, follower.Laps));
    }

    [Fact]
    public async Task A_batch_that_is_half_known_is_cut()
    {
        var history = new MemoryHistory();
        history.Store([TestSteps.Batch(1, 7)]);
        var bus = TestBus.WithCapacity(16);
        bus.TryPublish(TestSteps.Batch(3, 10), out _);
        bus.TryPublish(TestSteps.Batch(3, 10), out _);
        bus.Complete();
        Assert.Equal([(1, 7), (8, 12)], await RangesAsync(new StepFollower(bus, history, TestSteps.Stream)));
    }

    [Fact]
    public async Task A_lapped_follower_goes_back_to_the_store()
    {
        var history = new MemoryHistory();
        var bus = TestBus.WithCapacity(4);
        var follower = new StepFollower(bus, history, TestSteps.Stream);
        await using var steps = follower.ReadAllAsync().GetAsyncEnumerator();
        bus.TryPublish(TestSteps.Batch(1, 1), out _);
        var first = steps.MoveNextAsync().AsTask();
        Assert.True(await first.OrHang());
        for (var seq = 2; seq <= 50; seq++)
        {
            history.Store([TestSteps.Batch(seq, 1)]);
            bus.TryPublish(TestSteps.Batch(seq, 1), out _);
        }

        bus.Complete();
        for (var seq = 2; seq <= 50; seq++)
        {
            Assert.True(await steps.MoveNextAsync());
            Assert.Equal((seq, seq), (steps.Current.FirstSeq, steps.Current.LastSeq));
        }

        Assert.False(await steps.MoveNextAsync());
        Assert.Equal((1, 0), (follower.Laps, follower.Missing));
    }

    [Fact]
    public async Task P_COUNT_without_a_store_what_was_lapped_is_counted_as_missing()
    {
        var bus = TestBus.WithCapacity(4);
        for (var seq = 1; seq <= 46; seq += 5)
        {
            bus.TryPublish(TestSteps.Batch(seq, 5), out _);
        }

        bus.Complete();
        var follower = new StepFollower(bus, new MemoryHistory(), TestSteps.Stream);
        Assert.Equal([(31, 35), (36, 40), (41, 45), (46, 50)], await RangesAsync(follower));
        Assert.Equal(30, follower.Missing);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task No_gap_and_no_duplicate_under_load(int seed)
    {
        const int Total = 60_000;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var bus = TestBus.WithCapacity(32);
        var history = new MemoryHistory();
        var durable = history.RunDurablePathAsync(bus.Subscribe("durable_path", QueuePolicy.Durable(random.Next(1, 33))), async () => await Task.Yield());
        var followers = Enumerable.Range(0, 6).Select(i => FollowAsync(bus, history, new Random(seed + i), Total)).ToArray();
        for (long seq = 1; seq <= Total;)
        {
            var count = (int)Math.Min(random.Next(1, 40), Total - seq + 1);
            await bus.PublishAsync(TestSteps.Batch(seq, count));
            if (random.Next(8) == 0)
            {
                await bus.PublishAsync(TestSteps.Batch(seq, count)); // A worker that sends again after a reconnect.
            }

            seq += count;
        }

        bus.Complete();
        await durable.OrHang();
        foreach (var follower in await Task.WhenAll(followers).OrHang())
        {
            Assert.Equal((Total + 1, 0), (follower.NextSeq, follower.Missing));
        }
    }

    private static Task<StepFollower> FollowAsync(RunBus bus, MemoryHistory history, Random random, int total) => Task.Run(async () =>
    {
        // Joins at some moment of the run, wants steps from some past or future point, and is slow now and then.
        var joinAt = random.Next(total / 40);
        while (bus.Published < joinAt && !bus.IsCompleted)
        {
            await Task.Yield();
        }

        long next = random.Next(1, total / 2);
        var follower = new StepFollower(bus, history, TestSteps.Stream, next);
        await foreach (var batch in follower.ReadAllAsync().ConfigureAwait(false))
        {
            Assert.Equal(next, batch.FirstSeq);
            next = batch.LastSeq + 1;
            if (random.Next(20) == 0)
            {
                TestSteps.Check(batch);
                for (var published = bus.Published; bus.Published < published + 50 && !bus.IsCompleted;)
                {
                    await Task.Yield();
                }
            }
        }

        return follower;
    });

    private static async Task<List<(long First, long Last)>> RangesAsync(StepFollower follower)
    {
        var ranges = new List<(long, long)>();
        await foreach (var batch in follower.ReadAllAsync())
        {
            TestSteps.Check(batch);
            ranges.Add((batch.FirstSeq, batch.LastSeq));
        }

        return ranges;
    }
}
