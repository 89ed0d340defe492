namespace Palestra.Telemetry.Tests.Bus;

/// <summary>Sleeping, waking and cancelling at the same moment: a lost wake-up would hang the test.</summary>
public sealed class WakeupStressTests
{
    private const int Events = 20_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task No_wake_up_is_lost_while_waits_are_cancelled(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var bus = TestBus.WithCapacity(4);
        var readers = Enumerable.Range(0, 3).Select(i => ReadAsync(bus.Subscribe("reader", QueuePolicy.Block(i + 1)), new Random(seed + i))).ToArray();
        var published = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => PublishAsync(bus, new Random(seed + 10 + i)))).OrHang();
        bus.Complete();
        var seen = await Task.WhenAll(readers).OrHang();
        Assert.All(seen, count => Assert.Equal(published.Sum(), count));
        Assert.Equal(published.Sum(), bus.Published);
    }

    private static Task<long> PublishAsync(RunBus bus, Random random) => Task.Run(async () =>
    {
        long published = 0;
        for (var i = 0; i < Events; i++)
        {
            using var stop = new CancellationTokenSource();
            var publishing = bus.PublishAsync(new Numbered(i), stop.Token);
            if (random.Next(10) == 0)
            {
                _ = Task.Run(stop.Cancel);
            }

            try
            {
                await publishing.ConfigureAwait(false);
                published++;
            }
            catch (OperationCanceledException)
            {
                // Then it is not on the bus: the sums tell.
            }
        }

        return published;
    });

    private static Task<long> ReadAsync(BusCursor cursor, Random random) => Task.Run(async () =>
    {
        using var mine = cursor;
        var into = new BusEntry[2];
        long seen = 0;
        while (true)
        {
            using var stop = new CancellationTokenSource();
            var waiting = mine.WaitAsync(stop.Token);
            if (random.Next(10) == 0)
            {
                _ = Task.Run(stop.Cancel);
            }

            try
            {
                if (!await waiting.ConfigureAwait(false))
                {
                    return seen;
                }
            }
            catch (OperationCanceledException)
            {
                continue;
            }

            seen += mine.Read(into);
        }
    });
}
