namespace Palestra.Telemetry.Tests.Bus;

public sealed class QueuePolicyTests
{
    [Fact]
    public async Task P_OBSERVE_a_dropping_cursor_that_never_reads_delays_nobody()
    {
        var bus = TestBus.WithCapacity(64);
        using var frozen = bus.Subscribe("frozen", QueuePolicy.DropOldest(8));
        for (var i = 1; i <= 100_000; i++)
        {
            var publishing = bus.PublishAsync(new Numbered(i)).AsTask();
            Assert.True(publishing.IsCompletedSuccessfully);
            Assert.Equal(i, await publishing);
        }

        Assert.Equal(0, bus.Status.PublisherWaits);
        Assert.Equal(100_000 - 8, frozen.Dropped);
        Assert.Equal(8, frozen.Lag);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 6)]
    [InlineData(64, 65)]
    [InlineData(64, 1000)]
    public void Lapped_cursor_reports_the_exact_gap(int capacity, int published)
    {
        var bus = TestBus.WithCapacity(64);
        using var cursor = bus.Subscribe("slow", QueuePolicy.DropOldest(capacity));
        bus.Publish(published);
        var gap = Math.Max(0, published - capacity);
        Assert.Equal(gap, cursor.Dropped);
        Assert.Equal(TestBus.Range(gap + 1, published), cursor.ReadSeqs(100, out var missed));
        Assert.Equal(gap, missed);
        Assert.Equal(gap, cursor.Dropped);
        bus.Publish(1);
        Assert.Single(cursor.ReadSeqs(100, out missed));
        Assert.Equal(0, missed);
    }

    [Fact]
    public void P_COUNT_each_gap_is_told_by_the_read_that_follows_it_and_the_total_by_the_cursor()
    {
        var bus = TestBus.WithCapacity(16);
        using var cursor = bus.Subscribe("slow", QueuePolicy.DropOldest(4));
        bus.Publish(10);
        Assert.Equal([7, 8], cursor.ReadSeqs(2, out var first));
        bus.Publish(5);
        Assert.Equal([12, 13, 14, 15], cursor.ReadSeqs(10, out var second));
        Assert.Equal((6, 3, 9), (first, second, cursor.Dropped));
    }

    [Fact]
    public async Task A_full_blocking_cursor_gates_at_its_own_capacity_and_not_at_the_ring()
    {
        var bus = TestBus.WithCapacity(64);
        using var cursor = bus.Subscribe("slow", QueuePolicy.Block(3));
        bus.Publish(3);
        Assert.False(bus.TryPublish(new Numbered(4), out _));
        var waiting = bus.PublishAsync(new Numbered(4)).AsTask();
        Assert.False(waiting.IsCompleted);
        Assert.Equal((1, 1), (bus.Status.PublisherWaits, bus.Status.Refused));

        Assert.Equal([1], cursor.ReadSeqs(1));
        Assert.False(waiting.IsCompleted); // It may still be working on event 1.
        cursor.Commit();
        Assert.Equal(4, await waiting.OrHang());
        Assert.Equal([2, 3, 4], cursor.ReadSeqs());
    }

    [Fact]
    public async Task The_next_read_frees_what_the_read_before_returned()
    {
        var bus = TestBus.WithCapacity(4);
        using var cursor = bus.Subscribe("slow", QueuePolicy.Block(4));
        bus.Publish(4);
        var waiting = bus.PublishAsync(new Numbered(5)).AsTask();
        cursor.ReadSeqs(1);
        Assert.False(waiting.IsCompleted);
        cursor.ReadSeqs(1);
        Assert.Equal(5, await waiting.OrHang());
    }

    [Fact]
    public async Task A_wait_frees_what_was_read_so_a_full_cursor_never_waits_for_itself()
    {
        var bus = TestBus.WithCapacity(4);
        using var cursor = bus.Subscribe("slow", QueuePolicy.Block(1));
        bus.Publish(1);
        cursor.ReadSeqs();
        var publishing = bus.PublishAsync(new Numbered(2)).AsTask();
        Assert.True(await cursor.WaitAsync().AsTask().OrHang());
        Assert.Equal(2, await publishing);
    }

    [Fact]
    public async Task P_ACK_a_durable_cursor_keeps_its_place_until_it_commits()
    {
        var bus = TestBus.WithCapacity(8);
        using var cursor = bus.Subscribe("durable_path", QueuePolicy.Durable(4), Topics.Steps);
        bus.Publish(2);
        bus.Publish(1, Topics.Heartbeats);
        bus.Publish(1);
        Assert.Equal([1], cursor.ReadSeqs(1));
        Assert.Equal([2, 4], cursor.ReadSeqs());
        Assert.Empty(cursor.ReadSeqs());
        var waiting = bus.PublishAsync(new Numbered(5)).AsTask();
        Assert.False(waiting.IsCompleted);
        Assert.Equal(0, cursor.Position);
        cursor.Commit(2);
        Assert.Equal(2, cursor.Position);
        Assert.Equal(5, await waiting.OrHang());
        cursor.Commit(4);
        Assert.Equal((4, 1), (cursor.Position, cursor.Lag));
    }

    [Theory]
    [InlineData(OnFull.Block, false)]
    [InlineData(OnFull.Block, true)]
    [InlineData(OnFull.DropOldest, false)]
    public async Task Events_of_other_topics_that_pass_a_sleeping_cursor_are_no_lag(OnFull onFull, bool manual)
    {
        var bus = TestBus.WithCapacity(256);
        using var idle = bus.Subscribe("idle", new QueuePolicy(256, onFull) { ManualCommit = manual }, Topics.Steps);
        var waiting = idle.WaitAsync().AsTask();
        bus.Publish(30, Topics.Heartbeats);
        Assert.False(waiting.IsCompleted);
        Assert.Equal((0, 30, 0), (idle.Lag, idle.Status.Cursor, idle.Dropped));

        bus.Publish(2);
        Assert.True(await waiting.OrHang());
        Assert.Equal(32, idle.Lag);
        Assert.Equal([31, 32], idle.ReadSeqs());
        waiting = idle.WaitAsync().AsTask();
        bus.Publish(5, Topics.Heartbeats);

        // Without a commit it holds its place, and all up to the last it has read.
        Assert.Equal(manual ? (32, 0) : (0, 37), (idle.Lag, idle.Status.Cursor));
        idle.Commit();
        Assert.Equal(0, idle.Lag);
        Assert.False(waiting.IsCompleted);
    }

    [Fact]
    public void Events_of_other_topics_never_fill_a_blocking_cursor_for_good()
    {
        var bus = TestBus.WithCapacity(8);
        using var auto = bus.Subscribe("auto", QueuePolicy.Block(8), Topics.Episodes);
        using var manual = bus.Subscribe("manual", QueuePolicy.Durable(8), Topics.Episodes);
        for (var i = 0; i < 10; i++)
        {
            bus.Publish(8);
            Assert.False(bus.TryPublish(new Numbered(0), out _));
            Assert.Empty(auto.ReadSeqs());
            Assert.Empty(manual.ReadSeqs());
        }
    }

    [Fact]
    public async Task Disposing_a_full_subscriber_releases_all_publishers()
    {
        var bus = TestBus.WithCapacity(4);
        var cursor = bus.Subscribe("full", QueuePolicy.Block(2));
        bus.Publish(2);
        var waiting = Enumerable.Range(0, 5).Select(i => bus.PublishAsync(new Numbered(i)).AsTask()).ToArray();
        Assert.DoesNotContain(waiting, task => task.IsCompleted);
        cursor.Dispose();
        Assert.Equal([3, 4, 5, 6, 7], (await Task.WhenAll(waiting).OrHang()).Order());
        Assert.Empty(cursor.ReadSeqs());
        Assert.False(await cursor.WaitAsync());
    }

    [Fact]
    public async Task A_subscriber_that_throws_releases_publishers()
    {
        var bus = TestBus.WithCapacity(4);
        var reader = Consume(bus.Subscribe("broken", QueuePolicy.Block(2)));
        for (var i = 1; i <= 1000; i++)
        {
            await bus.PublishAsync(new Numbered(i)).AsTask().OrHang();
        }

        await Assert.ThrowsAsync<NotSupportedException>(() => reader);
        Assert.Empty(bus.Subscribers);

        static async Task Consume(BusCursor cursor)
        {
            using var mine = cursor;
            await mine.WaitAsync();
            mine.ReadSeqs();
            throw new NotSupportedException();
        }
    }

    [Fact]
    public async Task A_publisher_that_waits_can_be_cancelled_and_leaves_nothing_behind()
    {
        var bus = TestBus.WithCapacity(4);
        using var cursor = bus.Subscribe("full", QueuePolicy.Block(1));
        bus.Publish(1);
        using var stop = new CancellationTokenSource();
        var cancelled = bus.PublishAsync(new Numbered(-1), stop.Token).AsTask();
        var patient = bus.PublishAsync(new Numbered(2)).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.OrHang());
        cursor.ReadSeqs();
        cursor.Commit();
        Assert.Equal(2, await patient.OrHang());
        Assert.Equal([2], cursor.ReadSeqs());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await bus.PublishAsync(new Numbered(3), stop.Token));
    }

    [Fact]
    public void A_blocking_subscriber_that_joins_a_fast_bus_gates_at_once()
    {
        var bus = TestBus.WithCapacity(64);
        bus.Publish(1000); // The limit that publishers remember is far ahead by now.
        using var cursor = bus.Subscribe("late", QueuePolicy.Block(2));
        bus.Publish(2);
        Assert.False(bus.TryPublish(new Numbered(0), out _));
        Assert.Equal([1001, 1002], cursor.ReadSeqs());
    }
}
