namespace Palestra.Telemetry.Tests.Bus;

/// <summary>
/// A ring of very few slots makes rare moments common: a slot overwritten while it is copied (R3), two publishers a lap
/// apart at one slot (P3), publishers racing a newcomer (J1, J2).
/// </summary>
public sealed class TinyRingStressTests
{
    private const int Publishers = 2;
    private const int EventsEach = 200_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task No_reader_ever_sees_a_torn_or_recycled_slot(int ring)
    {
        var bus = TestBus.WithCapacity(ring);
        var reading = OnThread(() => SpinRead(bus));
        var published = await PublishAllAsync(bus);
        Check(published, await reading.OrHang());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task No_blocking_newcomer_is_lapped_while_it_joins(int ring)
    {
        var bus = TestBus.WithCapacity(ring);
        var newcomers = OnThread(() => ComeAndGo(bus));
        var published = await PublishAllAsync(bus);
        Check(published, await newcomers.OrHang());
    }

    private static async Task<TelemetryEvent[]> PublishAllAsync(RunBus bus)
    {
        var published = new TelemetryEvent[(Publishers * EventsEach) + 1];
        await Task.WhenAll(Enumerable.Range(0, Publishers).Select(p => OnThread(() => Publish(bus, p, published)))).OrHang();
        bus.Complete();
        Assert.DoesNotContain(null, published[1..]);
        return published;
    }

    private static void Check(TelemetryEvent[] published, List<BusEntry> seen)
    {
        Assert.NotEmpty(seen);
        foreach (var (seq, telemetryEvent) in seen)
        {
            if (published[seq] != telemetryEvent)
            {
                Assert.Fail($"Event {seq} is number {((Numbered)published[seq]).Number} of its publisher, but number {((Numbered)telemetryEvent).Number} was read.");
            }
        }
    }

    /// <summary>A thread of its own, since the pool would run them one after the other.</summary>
    private static Task<T> OnThread<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static bool Publish(RunBus bus, int publisher, TelemetryEvent[] published)
    {
        var spin = new SpinWait();
        for (var i = 1; i <= EventsEach; i++)
        {
            var numbered = new Numbered(i, publisher: publisher);
            long seq;
            while (!bus.TryPublish(numbered, out seq))
            {
                spin.SpinOnce(sleep1Threshold: -1);
            }

            published[seq] = numbered;
        }

        return true;
    }

    /// <summary>Never sleeps, so that it is always where the publishers are.</summary>
    private static List<BusEntry> SpinRead(RunBus bus)
    {
        using var cursor = bus.Subscribe("spinning", QueuePolicy.DropOldest(bus.Capacity), from: 1);
        var seen = new List<BusEntry>();
        var into = new BusEntry[4];
        long last = cursor.Missed;
        while (!bus.IsCompleted)
        {
            var count = cursor.Read(into, out var missed);
            for (var i = 0; i < count; i++)
            {
                Assert.True(into[i].BusSeq > last);
                last = into[i].BusSeq;
            }

            seen.AddRange(into.AsSpan(0, count));
        }

        return seen;
    }

    /// <summary>Each newcomer blocks, so it sees every event from its first on; one that was lapped would see no more.</summary>
    private static List<BusEntry> ComeAndGo(RunBus bus)
    {
        var all = new List<BusEntry>();
        var into = new BusEntry[1];
        while (!bus.IsCompleted)
        {
            using var cursor = bus.Subscribe("newcomer", QueuePolicy.Block(bus.Capacity));
            var next = cursor.Position + 1;
            for (var wanted = bus.Capacity + 2; wanted > 0 && next <= Publishers * EventsEach;)
            {
                if (cursor.Read(into) == 1)
                {
                    Assert.Equal(next, into[0].BusSeq);
                    all.Add(into[0]);
                    next++;
                    wanted--;
                }
                else
                {
                    Assert.True(cursor.Lag <= bus.Capacity, $"{cursor.Lag} events behind with a queue of {bus.Capacity}.");
                    Thread.Yield();
                }
            }
        }

        return all;
    }
}
