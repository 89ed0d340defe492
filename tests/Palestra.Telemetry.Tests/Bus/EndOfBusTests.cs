namespace Palestra.Telemetry.Tests.Bus;

public sealed class EndOfBusTests
{
    /// <summary>The last event is one the subscriber did not ask for, so only the end of the bus can wake it.</summary>
    [Theory]
    [InlineData(OnFull.DropOldest, false)]
    [InlineData(OnFull.Block, false)]
    [InlineData(OnFull.Block, true)]
    public async Task A_cursor_that_sleeps_over_unwanted_events_sees_the_end(OnFull onFull, bool manualCommit)
    {
        var bus = TestBus.WithCapacity(16);
        using var cursor = bus.Subscribe("steps", new QueuePolicy(16, onFull) { ManualCommit = manualCommit }, Topics.Steps);
        var ended = Task.Run(async () =>
        {
            while (await cursor.WaitAsync())
            {
                _ = cursor.ReadSeqs();
            }
        });
        while (!cursor.Status.Waiting)
        {
            await Task.Yield();
        }

        bus.Publish(1, Topics.Heartbeats);
        Assert.True(cursor.Status.Waiting);
        bus.Complete();
        await ended.OrHang();
    }
}
