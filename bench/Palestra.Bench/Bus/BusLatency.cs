using System.Threading.Channels;
using Palestra.Telemetry;

namespace Palestra.Bench;

/// <summary>
/// How long an event takes from its publisher to a live subscriber that sleeps until it comes, at a steady pace; against
/// a bounded channel that drops the oldest. Every event must arrive.
/// </summary>
internal sealed class BusLatency(int events, int hz, TimeProvider clock)
{
    private const int ReadAtOnce = 256;

    private readonly BenchEvent[] _events = BenchEvent.Many(events);

    /// <summary>Long enough that a pause of the machine shows as latency and not as a loss.</summary>
    private readonly int _queue = events;

    /// <returns>Microseconds of each event, ascending.</returns>
    public async Task<double[]> BusAsync()
    {
        var bus = new RunBus(new RunBusSettings { Capacity = _queue });
        var cursor = bus.Subscribe("live", QueuePolicy.DropOldest(_queue));
        var reading = Task.Run(() => ReadAsync(cursor));
        await PublishAsync(item => bus.TryPublish(item, out _), bus.Complete).ConfigureAwait(false);
        return Checked(await reading.ConfigureAwait(false));
    }

    /// <inheritdoc cref="BusAsync"/>
    public async Task<double[]> ChannelAsync()
    {
        var channel = Channel.CreateBounded<TelemetryEvent>(
            new BoundedChannelOptions(_queue) { SingleReader = true, SingleWriter = true, FullMode = BoundedChannelFullMode.DropOldest });
        var reading = Task.Run(() => ReadAsync(channel.Reader));
        await PublishAsync(channel.Writer.TryWrite, () => channel.Writer.Complete()).ConfigureAwait(false);
        return Checked(await reading.ConfigureAwait(false));
    }

    /// <summary>On a thread of its own, which looks at the clock all the time: no timer is precise enough.</summary>
    private Task PublishAsync(Func<BenchEvent, bool> publish, Action complete) => Task.Factory.StartNew(
        () =>
        {
            var origin = clock.GetTimestamp();
            var period = clock.TimestampFrequency / hz;
            for (var i = 0; i < _events.Length; i++)
            {
                var due = origin + (i * period);
                while (clock.GetTimestamp() < due)
                {
                    Thread.SpinWait(10);
                }

                _events[i].Stamp = clock.GetTimestamp();
                BenchFailedException.Unless(publish(_events[i]), $"Event {i + 1} was refused.");
            }

            complete();
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private async Task<List<double>> ReadAsync(BusCursor cursor)
    {
        using var subscription = cursor;
        var entries = new BusEntry[ReadAtOnce];
        var latencies = new List<double>(_events.Length);
        while (await cursor.WaitAsync().ConfigureAwait(false))
        {
            for (int n; (n = cursor.Read(entries)) > 0;)
            {
                foreach (var entry in entries.AsSpan(0, n))
                {
                    latencies.Add(Age(entry.Event));
                }
            }
        }

        return latencies;
    }

    private async Task<List<double>> ReadAsync(ChannelReader<TelemetryEvent> reader)
    {
        var latencies = new List<double>(_events.Length);
        while (await reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (reader.TryRead(out var item))
            {
                latencies.Add(Age(item));
            }
        }

        return latencies;
    }

    private double Age(TelemetryEvent item) => clock.GetElapsedTime(((BenchEvent)item).Stamp).TotalMicroseconds;

    private double[] Checked(List<double> latencies)
    {
        BenchFailedException.Unless(
            latencies.Count == _events.Length,
            $"The live subscriber saw {latencies.Count} of {_events.Length} events, although its queue holds them all.");
        return [.. latencies.Order()];
    }
}
