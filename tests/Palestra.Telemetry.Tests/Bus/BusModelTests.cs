namespace Palestra.Telemetry.Tests.Bus;

/// <summary>Random operations on the bus and on <see cref="ReferenceBus"/>: both must always say the same.</summary>
public sealed class BusModelTests
{
    private const int Operations = 3000;
    private static readonly Topics[] Single = [Topics.Steps, Topics.Episodes, Topics.State, Topics.Heartbeats, Topics.Logs, Topics.Control];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_bus_behaves_as_the_reference_bus(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var ring = 1 << random.Next(0, 8);
        var bus = TestBus.WithCapacity(ring);
        var reference = new ReferenceBus(ring);
        var cursors = new List<(BusCursor Real, ReferenceCursor Model)>();
        for (var i = 0; i < Operations; i++)
        {
            var operation = random.Next(100);
            if (operation < 60 || cursors.Count == 0 && operation < 95)
            {
                var topic = Single[random.Next(Single.Length)];
                var room = reference.TryPublish(topic);
                Assert.Equal(room, bus.TryPublish(new Numbered(reference.Published, topic), out var seq));
                Assert.Equal(room ? reference.Published : 0, seq);
            }
            else if (operation < 80)
            {
                var (real, model) = cursors[random.Next(cursors.Count)];
                var max = random.Next(1, 2 * ring + 2);
                var expected = model.Read(max, out var expectedMissed);
                Assert.Equal(expected, real.ReadSeqs(max, out var missed));
                Assert.Equal(expectedMissed, missed);
            }
            else if (operation < 90)
            {
                Commit(random, cursors[random.Next(cursors.Count)]);
            }
            else if (operation < 97 && cursors.Count < 10)
            {
                cursors.Add(Subscribe(random, bus, reference));
            }
            else if (cursors.Count > 0)
            {
                var leaving = cursors[random.Next(cursors.Count)];
                cursors.Remove(leaving);
                leaving.Real.Dispose();
                reference.Unsubscribe(leaving.Model);
            }

            foreach (var (real, model) in cursors)
            {
                Assert.Equal(model.Dropped, real.Dropped);
                if (model.Policy.OnFull == OnFull.Block)
                {
                    Assert.Equal(model.Pending.Count, real.Lag);
                }

                Assert.InRange(real.Lag, 0, model.Policy.Capacity);
            }
        }
    }

    private static void Commit(Random random, (BusCursor Real, ReferenceCursor Model) cursor)
    {
        if (random.Next(2) == 0)
        {
            cursor.Real.Commit();
            cursor.Model.Commit();
        }
        else
        {
            var upTo = Math.Max(0, cursor.Model.ReadUpTo - random.Next(4));
            cursor.Real.Commit(upTo);
            cursor.Model.Commit(upTo);
        }
    }

    private static (BusCursor, ReferenceCursor) Subscribe(Random random, RunBus bus, ReferenceBus reference)
    {
        var policy = new QueuePolicy(random.Next(1, bus.Capacity + 1), random.Next(2) == 0 ? OnFull.Block : OnFull.DropOldest)
        {
            ManualCommit = random.Next(2) == 0,
        };
        var topics = random.Next(2) == 0 ? Topics.All : (Topics)random.Next(1, (int)Topics.All + 1);
        long? from = random.Next(2) == 0 ? null : Math.Max(1, bus.Published + 1 - random.Next(3 * bus.Capacity));
        var real = bus.Subscribe("random", policy, topics, from);
        var model = reference.Subscribe(policy, topics, from);
        return (real, model);
    }
}
