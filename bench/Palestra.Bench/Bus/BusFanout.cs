using System.Threading.Channels;
using Palestra.Telemetry;

namespace Palestra.Bench;

/// <summary>
/// One publisher, three subscribers that see every event and never lose one: a bus against what one would write without
/// it, a bounded channel for each subscriber. Queues are equally long. Every subscriber adds up the numbers it sees.
/// </summary>
internal sealed class BusFanout(int busEvents, int channelEvents, TimeProvider clock)
{
    private const int Subscribers = 3;
    private const int Queue = 1024;
    private const int ReadAtOnce = 256;

    /// <summary>Power of two; more than the queues hold, so that an event which comes a lap too late is noticed.</summary>
    private const int Pool = 4096;

    private readonly BenchEvent[] _events = BenchEvent.Many(Pool);

    /// <summary>Bytes allocated in the process per event of the last round.</summary>
    public double BytesPerEvent { get; private set; }

    /// <returns>Events per second from the first publish until the last subscriber has seen the last event.</returns>
    public async Task<double> BusAsync()
    {
        var bus = new RunBus(new RunBusSettings { Capacity = Queue, LiveQueueSize = Queue });
        var cursors = Enumerable.Range(1, Subscribers).Select(i => bus.Subscribe($"subscriber {i}", QueuePolicy.Block(Queue))).ToArray();
        return await MeasureAsync(
            busEvents,
            cursors.Select(cursor => Task.Run(() => ReadAsync(cursor))).ToArray(),
            async () =>
            {
                for (var i = 0; i < busEvents; i++)
                {
                    await bus.PublishAsync(_events[i & (Pool - 1)]).ConfigureAwait(false);
                }

                bus.Complete();
            }).ConfigureAwait(false);
    }

    /// <inheritdoc cref="BusAsync"/>
    public async Task<double> ChannelsAsync()
    {
        var channels = Enumerable.Range(1, Subscribers).Select(_ => Channel.CreateBounded<TelemetryEvent>(
            new BoundedChannelOptions(Queue) { SingleReader = true, SingleWriter = true })).ToArray();
        return await MeasureAsync(
            channelEvents,
            channels.Select(channel => Task.Run(() => ReadAsync(channel.Reader))).ToArray(),
            async () =>
            {
                for (var i = 0; i < channelEvents; i++)
                {
                    var item = _events[i & (Pool - 1)];
                    foreach (var channel in channels)
                    {
                        if (!channel.Writer.TryWrite(item))
                        {
                            await channel.Writer.WriteAsync(item).ConfigureAwait(false);
                        }
                    }
                }

                Array.ForEach(channels, channel => channel.Writer.Complete());
            }).ConfigureAwait(false);
    }

    private async Task<double> MeasureAsync(int events, Task<(long Count, long Sum)>[] readers, Func<Task> publish)
    {
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var started = clock.GetTimestamp();
        await Task.Run(publish).ConfigureAwait(false);
        var seen = await Task.WhenAll(readers).ConfigureAwait(false);
        var elapsed = clock.GetElapsedTime(started);
        BytesPerEvent = (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)events;

        var sum = Enumerable.Range(0, events).Sum(i => _events[i & (Pool - 1)].Number);
        foreach (var reader in seen)
        {
            BenchFailedException.Unless(
                reader == (events, sum),
                $"A subscriber saw {reader.Count} events with the sum {reader.Sum}; published were {events} with the sum {sum}.");
        }

        return events / elapsed.TotalSeconds;
    }

    private static async Task<(long Count, long Sum)> ReadAsync(BusCursor cursor)
    {
        using var subscription = cursor;
        var entries = new BusEntry[ReadAtOnce];
        var (count, sum) = (0L, 0L);
        while (await cursor.WaitAsync().ConfigureAwait(false))
        {
            for (int n; (n = cursor.Read(entries)) > 0;)
            {
                foreach (var entry in entries.AsSpan(0, n))
                {
                    var number = ((BenchEvent)entry.Event).Number;
                    if (number != (count & (Pool - 1)) + 1 || entry.BusSeq != ++count)
                    {
                        throw new BenchFailedException($"Event {number} of the pool came as number {entry.BusSeq} after {count} events.");
                    }

                    sum += number;
                }
            }
        }

        return (count, sum);
    }

    private static async Task<(long Count, long Sum)> ReadAsync(ChannelReader<TelemetryEvent> reader)
    {
        var (count, sum) = (0L, 0L);
        while (await reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (reader.TryRead(out var item))
            {
                var number = ((BenchEvent)item).Number;
                if (number != (count++ & (Pool - 1)) + 1)
                {
                    throw new BenchFailedException($"Event {number} of the pool came out of a channel as number {count}.");
                }

                sum += number;
            }
        }

        return (count, sum);
    }
}
