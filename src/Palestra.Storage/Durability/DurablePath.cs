using Palestra.Settings;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// The RunBus subscriber that writes to disk: it blocks publishers when it is behind and never drops. Gathers events for
/// a short while (group commit), writes them in one transaction and only then reports them as durable and gives up their
/// places on the bus. While the disk is full, locked or failing it tries again, losing nothing, and says why.
/// </summary>
public sealed class DurablePath : IDisposable
{
    private const Topics Recorded = Topics.Steps | Topics.Episodes | Topics.State | Topics.Logs;

    private readonly RunFile _file;
    private readonly SettingsCell<StorageSettings> _settings;
    private readonly TimeProvider _clock;
    private readonly RunBus _bus;
    private readonly BusCursor _cursor;
    private readonly CommitHistogram _histogram = new();
    private readonly CommitThreads _threads;
    private readonly StallWatch _watch;
    private readonly CommitQueue _queue;
    private StorageSettings _now;

    // Written by one thread at a time, each time as a whole.
    private volatile DurablePathStats _stats = new();

    /// <inheritdoc cref="DurablePath(RunBus, RunFile, SettingsCell{StorageSettings}, TimeProvider, Topics)"/>
    public DurablePath(RunBus bus, RunFile file, StorageSettings settings, TimeProvider clock, Topics topics = Recorded)
        : this(bus, file, new SettingsCell<StorageSettings>(settings), clock, topics)
    {
    }

    /// <param name="bus">A blocking cursor is subscribed at once, so that nothing published from now on is missed.</param>
    /// <param name="file">Stays the caller's.</param>
    /// <param name="settings">Read before each transaction; a longer queue is had as far as the ring goes.</param>
    public DurablePath(RunBus bus, RunFile file, SettingsCell<StorageSettings> settings, TimeProvider clock, Topics topics = Recorded)
    {
        _file = file;
        _settings = settings;
        _clock = clock;
        _bus = bus;
        _now = settings.Value;
        _threads = CommitThreads.Of(_now.CommitThreads, _now.CommitThreadIdle);
        _watch = new StallWatch(clock, reason => OnStalled?.Invoke(reason));
        _cursor = bus.Subscribe(RunFileFormat.DurableConsumer, QueuePolicy.Durable(QueueOf(_now)), topics);
        _queue = new CommitQueue(_cursor, file, MostOf(_now), clock);
    }

    /// <summary>Called after each fsync with what is now on disk. On the writing thread: it must not block.</summary>
    public Action<IReadOnlyList<StreamPosition>>? OnDurable { get; set; }

    /// <summary>Called for each event that was refused, for example because of a gap (P-GAP). On the writing thread.</summary>
    public Action<Refusal>? OnRefused { get; set; }

    /// <summary>
    /// Called when writing stops (with the reason) and when it goes on (with <c>null</c>), in turn. On the writing thread
    /// or a timer's: it must not block.
    /// </summary>
    public Action<string?>? OnStalled { get; set; }

    /// <summary>For tests: takes as long as a slow disk would, on the writing thread.</summary>
    internal Action? BeforeCommit { get; init; }

    /// <summary>Why nothing is being written at present; <c>null</c> when all is well. Any thread.</summary>
    public string? StalledReason => _watch.Reason;

    /// <summary>Any thread.</summary>
    public DurablePathStats Stats => _stats with
    {
        QueueEvents = _cursor.Lag,
        P50CommitMs = _histogram.Percentile(0.50),
        P99CommitMs = _histogram.Percentile(0.99),
        StalledReason = _watch.Reason,
    };

    /// <summary>Ends when the bus is completed and everything that was on it is on disk. Call it once.</summary>
    /// <param name="cancellation">Ends it at once: what was not yet reported as durable stays un-acknowledged.</param>
    /// <exception cref="RunFileException">The file turned out to be damaged; publishers are no longer held up.</exception>
    public async Task RunAsync(CancellationToken cancellation = default)
    {
        try
        {
            while (!_queue.IsEmpty || await _cursor.WaitAsync(cancellation).ConfigureAwait(false))
            {
                cancellation.ThrowIfCancellationRequested();
                TakeSettings();
                var group = await _queue.NextAsync(_now, cancellation).ConfigureAwait(false);
                if (group.Count > 0)
                {
                    if (ReferenceEquals(_settings.Value, _now))
                    {
                        _queue.PrepareAhead(group);
                    }

                    await group.Prepared.ConfigureAwait(false);
                    await CommitUntilDoneAsync(group.Work, cancellation).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        _cursor.Dispose();
        _watch.Dispose();
    }

    private int QueueOf(StorageSettings settings) => Math.Min(settings.WriterQueueSize, _bus.Capacity);

    // Never more than half a queue, so that publishers go on while a transaction is being written.
    private int MostOf(StorageSettings settings) => Math.Max(1, Math.Min(settings.BatchSize, QueueOf(settings) / 2));

    /// <summary>Between two transactions, when nothing is held, so that one never sees two sets of settings.</summary>
    private void TakeSettings()
    {
        var settings = _settings.Value;
        if (!_queue.IsEmpty)
        {
            return;
        }

        if (QueueOf(settings) != QueueOf(_now))
        {
            _cursor.Resize(QueueOf(settings));
        }

        _now = settings;
        _queue.Reset(MostOf(settings));
    }

    private async Task CommitUntilDoneAsync(CommitWork work, CancellationToken cancellation)
    {
        var delay = _now.RetryDelay;
        while (true)
        {
            // Of the moment, not of the transaction: a disk that fails for long is when somebody changes these.
            _watch.Begin(_settings.Value.StalledAfter);
            try
            {
                await _threads.Run(() => Commit(work)).ConfigureAwait(false);
                return;
            }
            catch (RunFileUnavailableException e)
            {
                _queue.Failed();
                _stats = _stats with { Retries = _stats.Retries + 1 };
                _watch.Failed(e.Message);
            }

            await Task.Delay(delay, _clock, cancellation).ConfigureAwait(false);
            var longest = _settings.Value.MaxRetryDelay;
            delay = delay * 2 < longest ? delay * 2 : longest;
        }
    }

    private void Commit(CommitWork work)
    {
        BeforeCommit?.Invoke();
        var started = _clock.GetTimestamp();
        var result = _file.Commit(work);
        var ms = _clock.GetElapsedTime(started).TotalMilliseconds;
        _histogram.Add(ms);
        _stats = _stats.After(result, ms);
        _cursor.Commit(work.BusSeq);
        _watch.Succeeded();
        foreach (var refusal in result.Refusals)
        {
            OnRefused?.Invoke(refusal);
        }

        OnDurable?.Invoke(_file.Positions);
    }
}
