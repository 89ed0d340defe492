namespace Palestra.Telemetry.Tests.Bus;

/// <summary>An event that knows who published it and as which.</summary>
internal sealed class Numbered(long number, Topics topic = Topics.Steps, int publisher = 0) : TelemetryEvent
{
    public override Topics Topic { get; } = topic;

    public long Number { get; } = number;

    public int Publisher { get; } = publisher;
}

internal static class TestBus
{
    /// <summary>Only so that a broken bus ends the test; no test depends on how long anything takes.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1);

    public static RunBus WithCapacity(int capacity, long lastSeq = 0) =>
        new(new RunBusSettings { Capacity = capacity, LiveQueueSize = 1 }, lastSeq);

    public static void Publish(this RunBus bus, int count, Topics topic = Topics.Steps)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.True(bus.TryPublish(new Numbered(bus.Published + 1, topic), out var seq));
            Assert.Equal(bus.Published, seq);
        }
    }

    public static long[] ReadSeqs(this BusCursor cursor, int max, out long missed)
    {
        var into = new BusEntry[max];
        var count = cursor.Read(into, out missed);
        foreach (var entry in into.AsSpan(0, count))
        {
            Assert.Equal(entry.BusSeq, ((Numbered)entry.Event).Number);
        }

        return [.. into.Take(count).Select(entry => entry.BusSeq)];
    }

    public static long[] ReadSeqs(this BusCursor cursor, int max = 10_000) => cursor.ReadSeqs(max, out _);

    public static long[] Range(long first, long last) => [.. Enumerable.Range(0, (int)(last - first + 1)).Select(i => first + i)];

    public static Task OrHang(this Task task) => task.WaitAsync(Hang);

    public static Task<T> OrHang<T>(this Task<T> task) => task.WaitAsync(Hang);
}
