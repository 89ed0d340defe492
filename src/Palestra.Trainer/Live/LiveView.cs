using Palestra.Settings;
using Palestra.Telemetry;

namespace Palestra.Trainer.Live;

/// <summary>
/// The fast path of one run: keeps the figures that live views show, as a subscriber that drops the oldest and never
/// blocks. One per run, shared by all viewers. What it missed is missing in its rates only; rows come from the store.
/// Thread-safe.
/// </summary>
internal sealed class LiveView : IAsyncDisposable
{
    /// <summary>Episodes in the rolling return; the word "rolling return" means this everywhere.</summary>
    [NotTunable("What the word rolling return means everywhere, in stored figures too.")]
    public const int RollingEpisodes = 100;

    [NotTunable("How much is read at once: the figures are the same for every value.")]
    private const int EventsPerRead = 256;

    private readonly RunBus _bus;
    private readonly SettingsCell<RunBusSettings> _settings;
    private readonly BusCursor _cursor;
    private readonly RateMeter _steps;
    private readonly RateMeter _episodes;
    private readonly Lock _lock = new();
    private readonly Queue<double> _returns = new(RollingEpisodes);
    private readonly Task _reading;
    private int _queue;
    private long _version;

    /// <param name="earlier">Returns of the newest episodes on disk, oldest first.</param>
    public LiveView(RunBus bus, SettingsCell<RunBusSettings> settings, IEnumerable<double> earlier, TimeProvider clock)
    {
        _bus = bus;
        _settings = settings;
        _queue = Queue();
        _steps = new RateMeter(clock);
        _episodes = new RateMeter(clock);
        foreach (var value in earlier)
        {
            Keep(value);
        }

        _cursor = bus.Subscribe("live", QueuePolicy.DropOldest(_queue), Topics.Steps | Topics.Episodes | Topics.State);
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>Grows whenever a figure may have changed.</summary>
    public long Version => Interlocked.Read(ref _version);

    public double StepsPerSecond => _steps.PerSecond();

    public double EpisodesPerSecond => _episodes.PerSecond();

    /// <summary>Mean return of the newest <see cref="RollingEpisodes"/> episodes; <c>null</c> before the first.</summary>
    public double? RollingReturn
    {
        get
        {
            lock (_lock)
            {
                return _returns.Count == 0 ? null : _returns.Average();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _cursor.Dispose();
        await _reading;
    }

    private async Task ReadAsync()
    {
        var entries = new BusEntry[EventsPerRead];
        while (await _cursor.WaitAsync())
        {
            if (Queue() is var queue && queue != _queue)
            {
                _cursor.Resize(queue);
                _queue = queue;
            }

            for (int count; (count = _cursor.Read(entries)) > 0;)
            {
                foreach (var entry in entries.AsSpan(0, count))
                {
                    Take(entry.Event);
                }

                Interlocked.Increment(ref _version);
            }
        }
    }

    private int Queue() => Math.Min(_settings.Value.LiveQueueSize, _bus.Capacity);

    private void Take(TelemetryEvent telemetryEvent)
    {
        switch (telemetryEvent)
        {
            case StepBatch batch:
                _steps.Add(batch.Count);
                break;
            case EpisodeFinalized episode:
                _episodes.Add(1);
                Keep(episode.Return);
                break;
        }
    }

    private void Keep(double value)
    {
        lock (_lock)
        {
            if (_returns.Count == RollingEpisodes)
            {
                _returns.Dequeue();
            }

            _returns.Enqueue(value);
        }
    }
}
