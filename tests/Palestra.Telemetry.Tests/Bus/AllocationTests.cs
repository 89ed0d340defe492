namespace Palestra.Telemetry.Tests.Bus;

/// <summary>Counts what the whole process allocates, so nothing else may run beside it.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class Alone;

[Collection("alone")]
public sealed class AllocationTests
{
    private const int Events = 1_000_000;

    [Fact]
    public void Publishing_and_reading_allocate_nothing()
    {
        var bus = TestBus.WithCapacity(256);
        using var block = bus.Subscribe("block", QueuePolicy.Block(256));
        using var durable = bus.Subscribe("durable", QueuePolicy.Durable(256));
        using var drop = bus.Subscribe("drop", QueuePolicy.DropOldest(64), Topics.Steps);
        var telemetryEvent = new Numbered(0);
        var into = new BusEntry[256];
        Round(1000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Round(Events);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Round(int events)
        {
            for (var i = 1; i <= events; i++)
            {
                bus.TryPublish(telemetryEvent, out _);
                if (i % 100 == 0)
                {
                    block.Read(into);
                    durable.Read(into);
                    durable.Commit();
                    drop.Read(into);
                }
            }
        }
    }

    [Fact]
    public async Task Waiting_waking_and_gating_allocate_nothing_per_event()
    {
        var bus = TestBus.WithCapacity(64);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(i => Task.Run(() => Drain(bus.Subscribe("reader", QueuePolicy.Block(64)), stop.Token))).ToArray();
        SpinWait.SpinUntil(() => bus.Subscribers.Count == 3);
        await PublishAsync(100_000);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await PublishAsync(Events);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        bus.Complete();
        var seen = await Task.WhenAll(readers).OrHang();
        Assert.All(seen, count => Assert.True(count is > Events and <= Events + 100_000));
        Assert.True(bus.Status.PublisherWaits > 100, "The test is about a bus that is full now and then.");
        Assert.True(allocated < Events / 10, $"{allocated} bytes for {Events} events.");

        async Task PublishAsync(int events)
        {
            var telemetryEvent = new Numbered(0);
            for (var i = 0; i < events; i++)
            {
                await bus.PublishAsync(telemetryEvent, stop.Token).ConfigureAwait(false);
            }
        }
    }

    private static async Task<long> Drain(BusCursor cursor, CancellationToken cancellation)
    {
        using var mine = cursor;
        var into = new BusEntry[32];
        long seen = 0;
        while (await mine.WaitAsync(cancellation).ConfigureAwait(false))
        {
            for (int count; (count = mine.Read(into)) > 0;)
            {
                seen += count;
            }
        }

        return seen;
    }
}
