namespace Palestra.Telemetry.Tests.Bus;

public sealed class WaitingTests
{
    [Fact]
    public async Task Waiting_on_an_empty_bus_completes_only_when_something_is_published()
    {
        var bus = TestBus.WithCapacity(16);
        using var cursor = bus.Subscribe("sleeper", QueuePolicy.DropOldest(16));
        for (var i = 1; i <= 100; i++)
        {
            var waiting = cursor.WaitAsync().AsTask();
            Assert.False(waiting.IsCompleted);
            Assert.True(bus.Subscribers[0].Waiting);
            bus.Publish(1);
            Assert.True(await waiting.OrHang());
            Assert.False(bus.Subscribers[0].Waiting);
            Assert.Equal([i], cursor.ReadSeqs());
        }

        bus.Publish(1);
        Assert.True(cursor.WaitAsync().AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task No_subscriber_code_runs_on_the_publishers_thread()
    {
        var bus = TestBus.WithCapacity(16);
        using var cursor = bus.Subscribe("sleeper", QueuePolicy.DropOldest(16));
        var ranOn = new TaskCompletionSource<int>();
        var reader = ReadOne();
        var publisher = new Thread(() => bus.Publish(1));
        publisher.Start();
        Assert.NotEqual(publisher.ManagedThreadId, await ranOn.Task.OrHang());
        await reader;

        async Task ReadOne()
        {
            await cursor.WaitAsync().ConfigureAwait(false);
            ranOn.SetResult(Environment.CurrentManagedThreadId);
        }
    }

    [Fact]
    public async Task Unwanted_events_let_a_cursor_sleep_until_they_would_count_as_lag()
    {
        var bus = TestBus.WithCapacity(16);
        using var cursor = bus.Subscribe("episodes", QueuePolicy.Block(16), Topics.Episodes);
        var waiting = cursor.WaitAsync().AsTask();
        bus.Publish(7);
        Assert.True(bus.Subscribers[0].Waiting);
        bus.Publish(1);
        Assert.True(await waiting.OrHang());
        Assert.Empty(cursor.ReadSeqs());
        waiting = cursor.WaitAsync().AsTask();
        bus.Publish(1, Topics.Episodes);
        Assert.True(await waiting.OrHang());
        Assert.Equal([9], cursor.ReadSeqs());
    }

    [Fact]
    public async Task A_wait_can_be_cancelled_and_the_cursor_used_further()
    {
        var bus = TestBus.WithCapacity(16);
        using var cursor = bus.Subscribe("sleeper", QueuePolicy.DropOldest(16));
        using var stop = new CancellationTokenSource();
        var waiting = cursor.WaitAsync(stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.OrHang());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await cursor.WaitAsync(stop.Token));
        var again = cursor.WaitAsync().AsTask();
        bus.Publish(1);
        Assert.True(await again.OrHang());
    }

    [Fact]
    public void Two_waits_at_once_are_refused()
    {
        var bus = TestBus.WithCapacity(16);
        using var cursor = bus.Subscribe("sleeper", QueuePolicy.DropOldest(16));
        _ = cursor.WaitAsync().AsTask();
        Assert.Throws<InvalidOperationException>(() => { _ = cursor.WaitAsync().AsTask(); });
    }

    [Fact]
    public async Task Disposing_ends_a_wait_under_way()
    {
        var cursor = TestBus.WithCapacity(16).Subscribe("sleeper", QueuePolicy.DropOldest(16));
        var waiting = cursor.WaitAsync().AsTask();
        cursor.Dispose();
        cursor.Dispose();
        Assert.False(await waiting.OrHang());
    }

    [Fact]
    public async Task After_completion_cursors_drain_and_then_see_the_end()
    {
        var bus = TestBus.WithCapacity(16);
        using var asleep = bus.Subscribe("asleep", QueuePolicy.DropOldest(16), from: 1);
        using var behind = bus.Subscribe("behind", QueuePolicy.Durable(16));
        var waiting = asleep.WaitAsync().AsTask();
        bus.Publish(3);
        Assert.True(await waiting.OrHang());
        asleep.ReadSeqs();
        waiting = asleep.WaitAsync().AsTask();
        bus.Complete();
        bus.Complete();
        Assert.True(bus.IsCompleted);
        Assert.False(await waiting.OrHang());
        Assert.True(await behind.WaitAsync());
        Assert.Equal([1, 2, 3], behind.ReadSeqs());
        Assert.False(await behind.WaitAsync());

        using var late = bus.Subscribe("late", QueuePolicy.DropOldest(16), from: 1);
        Assert.Equal([1, 2, 3], late.ReadSeqs());
        Assert.False(await late.WaitAsync());
    }

    [Fact]
    public async Task A_completed_bus_takes_nothing_more_and_lets_waiting_publishers_go()
    {
        var bus = TestBus.WithCapacity(16);
        using var full = bus.Subscribe("full", QueuePolicy.Block(1));
        bus.Publish(1);
        var waiting = bus.PublishAsync(new Numbered(2)).AsTask();
        bus.Complete();
        await Assert.ThrowsAsync<BusCompletedException>(() => waiting.OrHang());
        await Assert.ThrowsAsync<BusCompletedException>(async () => await bus.PublishAsync(new Numbered(2)));
        Assert.False(bus.TryPublish(new Numbered(2), out _));
        Assert.Equal((1, 3), (bus.Published, bus.Status.Refused));
    }
}
