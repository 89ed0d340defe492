namespace Palestra.Telemetry.Tests;

/// <summary>A subscriber's queue that becomes longer or shorter while publishers and reader are at work.</summary>
public sealed class ResizeTests
{
    private static readonly TelemetryEvent Event = new LogRecord
    {
        TimeUs = 1, Severity = LogSeverity.Info, Id = "LOG_TEST", Component = "test", Message = "A test.",
    };

    [Fact]
    public async Task A_longer_queue_lets_a_waiting_publisher_go_on()
    {
        var bus = new RunBus(new RunBusSettings { Capacity = 64, LiveQueueSize = 64 });
        using var cursor = bus.Subscribe("slow", QueuePolicy.Durable(2));
        await bus.PublishAsync(Event, TestContext.Current.CancellationToken);
        await bus.PublishAsync(Event, TestContext.Current.CancellationToken);
        var third = bus.PublishAsync(Event, TestContext.Current.CancellationToken).AsTask();
        Assert.False(third.IsCompleted);
        cursor.Resize(3);
        Assert.Equal(3, await third);
        Assert.Equal(3, cursor.Status.Policy.Capacity);
        Assert.False(bus.TryPublish(Event, out _));
    }

    [Fact]
    public void A_shorter_queue_loses_nothing_of_a_blocking_subscriber_and_holds_publishers_until_it_has_caught_up()
    {
        var bus = new RunBus(new RunBusSettings { Capacity = 64, LiveQueueSize = 64 });
        using var cursor = bus.Subscribe("slow", QueuePolicy.Durable(8));
        for (var i = 0; i < 8; i++)
        {
            Assert.True(bus.TryPublish(Event, out _));
        }

        cursor.Resize(2);
        Assert.False(bus.TryPublish(Event, out _));
        var entries = new BusEntry[8];
        Assert.Equal(8, cursor.Read(entries));
        cursor.Commit(6);
        Assert.False(bus.TryPublish(Event, out _));
        cursor.Commit(7);
        Assert.True(bus.TryPublish(Event, out var seq));
        Assert.Equal(9, seq);
        Assert.Equal(0, cursor.Dropped);
    }

    [Fact]
    public void A_shorter_queue_of_a_dropping_subscriber_drops_and_counts_what_is_out_of_reach()
    {
        var bus = new RunBus(new RunBusSettings { Capacity = 64, LiveQueueSize = 64 });
        using var cursor = bus.Subscribe("live", QueuePolicy.DropOldest(32));
        for (var i = 0; i < 20; i++)
        {
            Assert.True(bus.TryPublish(Event, out _));
        }

        cursor.Resize(5);
        Assert.Equal(15, cursor.Dropped);
        var entries = new BusEntry[32];
        Assert.Equal(5, cursor.Read(entries));
        Assert.Equal(16, entries[0].BusSeq);
        Assert.Throws<ArgumentOutOfRangeException>(() => cursor.Resize(65));
        Assert.Throws<ArgumentOutOfRangeException>(() => cursor.Resize(0));
    }

    [Fact]
    public async Task Under_constant_change_of_its_length_a_blocking_queue_delivers_every_event_in_order()
    {
        const int Events = 50_000;
        var seed = Environment.TickCount;
        var bus = new RunBus(new RunBusSettings { Capacity = 64, LiveQueueSize = 64 });
        using var cursor = bus.Subscribe("durable", QueuePolicy.Durable(64));
        using var done = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var resizing = Task.Run(
            () =>
            {
                for (var random = new Random(seed); !done.IsCancellationRequested;)
                {
                    cursor.Resize(random.Next(1, 65));
                }
            },
            TestContext.Current.CancellationToken);
        var publishing = Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(
            async () =>
            {
                for (var i = 0; i < Events / 2; i++)
                {
                    await bus.PublishAsync(Event, TestContext.Current.CancellationToken);
                }
            },
            TestContext.Current.CancellationToken)));
        var entries = new BusEntry[16];
        for (long next = 1; next <= Events;)
        {
            Assert.True(await cursor.WaitAsync(TestContext.Current.CancellationToken));
            var count = cursor.Read(entries);
            for (var i = 0; i < count; i++)
            {
                Assert.True(entries[i].BusSeq == next++, $"seed {seed}");
            }

            cursor.Commit();
        }

        await publishing;
        await done.CancelAsync();
        await resizing;
        Assert.Equal(0, cursor.Dropped);
    }
}
