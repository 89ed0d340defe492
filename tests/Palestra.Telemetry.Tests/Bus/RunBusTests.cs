namespace Palestra.Telemetry.Tests.Bus;

public sealed class RunBusTests
{
    [Fact]
    public void Events_arrive_in_order_with_contiguous_numbers_from_1()
    {
        var bus = TestBus.WithCapacity(16);
        using var cursor = bus.Subscribe("reader", QueuePolicy.Block(16));
        bus.Publish(5);
        Assert.Equal([1, 2, 3], cursor.ReadSeqs(3));
        Assert.Equal([4, 5], cursor.ReadSeqs());
        Assert.Empty(cursor.ReadSeqs());
        Assert.Equal(5, bus.Published);
    }

    [Fact]
    public void Every_subscriber_sees_every_event_of_its_topics()
    {
        var bus = TestBus.WithCapacity(16);
        using var all = bus.Subscribe("all", QueuePolicy.DropOldest(16));
        using var episodes = bus.Subscribe("episodes", QueuePolicy.DropOldest(16), Topics.Episodes);
        using var two = bus.Subscribe("two", QueuePolicy.Block(16), Topics.Episodes | Topics.Logs);
        bus.Publish(2, Topics.Steps);
        bus.Publish(1, Topics.Episodes);
        bus.Publish(1, Topics.Logs);
        Assert.Equal([1, 2, 3, 4], all.ReadSeqs());
        Assert.Equal([3], episodes.ReadSeqs());
        Assert.Equal([3, 4], two.ReadSeqs());
    }

    [Fact]
    public void A_newcomer_sees_what_is_published_after_it_came()
    {
        var bus = TestBus.WithCapacity(16);
        bus.Publish(3);
        using var cursor = bus.Subscribe("late", QueuePolicy.DropOldest(16));
        bus.Publish(1);
        Assert.Equal(0, cursor.Missed);
        Assert.Equal([4], cursor.ReadSeqs());
    }

    [Theory]
    [InlineData(OnFull.DropOldest)]
    [InlineData(OnFull.Block)]
    public void A_newcomer_may_start_anywhere_in_the_ring(OnFull onFull)
    {
        var bus = TestBus.WithCapacity(16);
        bus.Publish(10);
        using var cursor = bus.Subscribe("late", new QueuePolicy(16, onFull), from: 4);
        Assert.Equal(0, cursor.Missed);
        Assert.Equal(TestBus.Range(4, 10), cursor.ReadSeqs());
    }

    [Fact]
    public void A_newcomer_learns_how_many_events_have_left_the_ring()
    {
        var bus = TestBus.WithCapacity(16);
        bus.Publish(100);
        using var cursor = bus.Subscribe("late", QueuePolicy.DropOldest(16), from: 11);
        Assert.Equal(74, cursor.Missed);
        Assert.Equal(0, cursor.Dropped);
        Assert.Equal(TestBus.Range(85, 100), cursor.ReadSeqs(100, out var missed));
        Assert.Equal(74, missed);
    }

    [Fact]
    public void A_blocking_newcomer_begins_one_later_than_the_oldest_because_a_publisher_may_be_at_it()
    {
        var bus = TestBus.WithCapacity(16);
        bus.Publish(100);
        using var cursor = bus.Subscribe("late", QueuePolicy.Block(16), from: 1);
        Assert.Equal(85, cursor.Missed);
        Assert.Equal(TestBus.Range(86, 100), cursor.ReadSeqs());
    }

    [Fact]
    public void Numbering_goes_on_where_a_former_bus_left_off()
    {
        var bus = TestBus.WithCapacity(16, lastSeq: 1_000_003);
        using var old = bus.Subscribe("old", QueuePolicy.DropOldest(16), from: 1_000_001);
        Assert.Equal(3, old.Missed);
        bus.Publish(40);
        Assert.Equal(TestBus.Range(1_000_028, 1_000_043), old.ReadSeqs());
    }

    [Fact]
    public void The_ring_is_a_power_of_two_and_no_shorter_than_its_queues()
    {
        Assert.Equal(128, TestBus.WithCapacity(100).Capacity);
        Assert.Equal(4096, new RunBus(new RunBusSettings { Capacity = 64, LiveQueueSize = 4000 }).Capacity);
    }

    [Fact]
    public void Nonsense_is_refused_with_a_sentence()
    {
        var bus = TestBus.WithCapacity(16);
        bus.Publish(3);
        Assert.Contains("1 to 16", Assert.Throws<ArgumentOutOfRangeException>(() => bus.Subscribe("x", QueuePolicy.Block(17))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => bus.Subscribe("x", QueuePolicy.DropOldest(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => bus.Subscribe("x", default(QueuePolicy) with { Capacity = 1 }));
        Assert.Contains("next one is 4", Assert.Throws<ArgumentOutOfRangeException>(
            () => bus.Subscribe("x", QueuePolicy.Block(16), from: 5)).Message, StringComparison.Ordinal);
        using var cursor = bus.Subscribe("x", QueuePolicy.Durable(16));
        Assert.Throws<ArgumentOutOfRangeException>(() => cursor.Commit(4));
        Assert.Single(bus.Subscribers);
        bus.Publish(1);
    }

    [Fact]
    public void The_status_tells_where_everyone_stands()
    {
        var bus = TestBus.WithCapacity(16);
        using var durable = bus.Subscribe("durable_path", QueuePolicy.Durable(8), Topics.Steps);
        using var live = bus.Subscribe("live", QueuePolicy.DropOldest(4));
        bus.Publish(6);
        durable.ReadSeqs(3);
        Assert.Equal(
            [
                new SubscriberStatus("durable_path", QueuePolicy.Durable(8), Topics.Steps, 0, 6, 0, false),
                new SubscriberStatus("live", QueuePolicy.DropOldest(4), Topics.All, 2, 4, 2, false),
            ],
            bus.Subscribers);
        durable.Commit(2);
        Assert.Equal((2, 4), (durable.Position, durable.Lag));
        Assert.Equal((16, 6, 0, 0), (bus.Status.Capacity, bus.Status.Published, bus.Status.PublisherWaits, bus.Status.Refused));
        live.Dispose();
        Assert.Single(bus.Subscribers);
    }
}
