using System.Collections.Concurrent;

namespace Palestra.Telemetry.Tests.Bus;

/// <summary>Real threads. What each subscriber saw is checked against what each publisher was told.</summary>
public sealed class BusStressTests
{
    private const int Publishers = 3;
    private const int EventsEach = 40_000;
    private const int Total = Publishers * EventsEach;

    [Theory]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    [InlineData(10, 3)]
    public async Task Every_payload_stands_at_its_sequence_number(int subscribers, int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var bus = TestBus.WithCapacity(256);
        var published = new TelemetryEvent[Total + 1];
        var readers = Enumerable.Range(0, subscribers).Select(i => Read(bus.Subscribe($"reader {i}", Policy(i, random)), random.Next())).ToArray();
        await Task.WhenAll(Enumerable.Range(0, Publishers).Select(p => Publish(bus, p, published))).OrHang();
        bus.Complete();
        foreach (var (cursor, seen) in await Task.WhenAll(readers).OrHang())
        {
            Check(cursor, seen, published);
        }

        Assert.Equal(Total, bus.Published);
    }

    [Fact]
    public async Task Subscribers_come_and_go_under_load()
    {
        const int seed = 11;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var bus = TestBus.WithCapacity(256);
        var published = new TelemetryEvent[Total + 1];
        var visits = new ConcurrentBag<(QueuePolicy Policy, List<BusEntry> Seen, long Missed)>();
        var visitorsCame = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var publishing = PublishAllAsync();
        var visitors = Enumerable.Range(0, 4).Select(i => Task.Run(() => Visit(bus, new Random(seed + i), publishing, visits, visitorsCame))).ToArray();
        await publishing.OrHang();
        await Task.WhenAll(visitors).OrHang();
        Assert.Empty(bus.Subscribers);
        foreach (var (policy, seen, missed) in visits)
        {
            Assert.All(seen, entry => Assert.Same(published[entry.BusSeq], entry.Event));
            if (seen.Count > 0)
            {
                var gaps = seen[^1].BusSeq - seen[0].BusSeq + 1 - seen.Count;
                Assert.Equal(policy.OnFull == OnFull.Block ? 0 : missed, gaps);
            }
        }

        async Task PublishAllAsync()
        {
            await visitorsCame.Task;
            await Task.WhenAll(Enumerable.Range(0, Publishers).Select(p => Publish(bus, p, published)));
        }
    }

    private static QueuePolicy Policy(int index, Random random) => (index % 4) switch
    {
        0 => QueuePolicy.Block(random.Next(1, 257)),
        1 => QueuePolicy.DropOldest(random.Next(1, 257)),
        2 => QueuePolicy.Durable(random.Next(8, 257)),
        _ => QueuePolicy.DropOldest(256),
    };

    private static Task Publish(RunBus bus, int publisher, TelemetryEvent[] published) => Task.Run(async () =>
    {
        for (var i = 1; i <= EventsEach; i++)
        {
            var numbered = new Numbered(i, publisher: publisher);
            var seq = await bus.PublishAsync(numbered).ConfigureAwait(false);
            Assert.Null(Interlocked.Exchange(ref published[seq], numbered));
        }
    });

    private static Task<(BusCursor Cursor, List<BusEntry> Seen)> Read(BusCursor cursor, int seed) => Task.Run(async () =>
    {
        using var mine = cursor;
        var random = new Random(seed);
        var seen = new List<BusEntry>(Total);
        var into = new BusEntry[64];
        while (await mine.WaitAsync().ConfigureAwait(false))
        {
            for (int count; (count = mine.Read(into.AsSpan(0, random.Next(1, into.Length + 1)))) > 0;)
            {
                seen.AddRange(into.AsSpan(0, count));
            }

            mine.Commit();
        }

        return (mine, seen);
    });

    private static void Check(BusCursor cursor, List<BusEntry> seen, TelemetryEvent[] published)
    {
        var numbers = new long[Publishers];
        long last = 0;
        foreach (var (seq, telemetryEvent) in seen)
        {
            Assert.True(seq > last, $"{cursor.Name} saw {seq} after {last}.");
            last = seq;
            Assert.Same(published[seq], telemetryEvent);
            var numbered = (Numbered)telemetryEvent;
            Assert.True(numbered.Number > numbers[numbered.Publisher], "The order of one publisher is kept.");
            numbers[numbered.Publisher] = numbered.Number;
        }

        Assert.Equal(Total, seen.Count + cursor.Dropped);
        if (cursor.Status.Policy.OnFull == OnFull.Block)
        {
            Assert.Equal(Total, seen.Count);
        }
    }

    private static void Visit(
        RunBus bus, Random random, Task publishing, ConcurrentBag<(QueuePolicy, List<BusEntry>, long)> visits, TaskCompletionSource came)
    {
        var into = new BusEntry[32];
        for (var visit = 0; visit < 50 || !publishing.IsCompleted; visit++)
        {
            if (visit == 1)
            {
                came.TrySetResult();
            }

            var policy = Policy(random.Next(4), random);
            using var cursor = bus.Subscribe("visitor", policy, from: Math.Max(1, bus.Published - random.Next(300)));
            var seen = new List<BusEntry>();
            long missedBetween = 0;
            for (var reads = random.Next(20); reads > 0; reads--)
            {
                var count = cursor.Read(into, out var missed);
                missedBetween += seen.Count == 0 ? 0 : missed;
                seen.AddRange(into.AsSpan(0, count));
                if (random.Next(2) == 0)
                {
                    cursor.Commit();
                }
            }

            visits.Add((policy, seen, missedBetween));
        }
    }
}
