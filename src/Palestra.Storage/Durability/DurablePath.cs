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

    /// <summary>Two, so that neither waits for the other: one is ready when the one being written ends, one is being made.</summary>
    private const int GroupsAhead = 2;

    private readonly RunFile _file;
    private readonly SettingsCell<StorageSettings> _settings;
    private readonly TimeProvider _clock;
    private readonly RunBus _bus;
    private readonly BusCursor _cursor;
    private readonly CommitHistogram _histogram = new();
    private readonly CommitThreads _threads;
    private readonly StallWatch _watch;
    private readonly Lock _statsLock = new();
    private StorageSettings _now;
    private readonly Queue<CommitGroup> _ahead = [];
    private CommitGroup _group;
    private bool _hasFailed;
    private CommitResult _sum = new();
    private long _refused;
    private long _commits;
    private long _retries;
    private double _lastCommitMs;

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
        _group = new CommitGroup(MostOf(_now));
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
    public DurablePathStats Stats
    {
        get
        {
            using var scope = _statsLock.EnterScope();
            return new DurablePathStats
            {
                QueueEvents = _cursor.Lag,
                CommittedSteps = _sum.NewSteps,
                CommittedEpisodes = _sum.NewEpisodes,
                DuplicateSteps = _sum.DuplicateSteps,
                DuplicateEpisodes = _sum.DuplicateEpisodes,
                Refused = _refused,
                Commits = _commits,
                Retries = _retries,
                LastCommitMs = _lastCommitMs,
                P50CommitMs = _histogram.Percentile(0.50),
                P99CommitMs = _histogram.Percentile(0.99),
                BytesWritten = _sum.PayloadBytes,
                StalledReason = _watch.Reason,
            };
        }
    }

    /// <summary>Ends when the bus is completed and everything that was on it is on disk. Call it once.</summary>
    /// <param name="cancellation">Ends it at once: what was not yet reported as durable stays un-acknowledged.</param>
    /// <exception cref="RunFileException">The file turned out to be damaged; publishers are no longer held up.</exception>
    public async Task RunAsync(CancellationToken cancellation = default)
    {
        try
        {
            while (_ahead.Count > 0 || _group.Count > 0 || await _cursor.WaitAsync(cancellation).ConfigureAwait(false))
            {
                cancellation.ThrowIfCancellationRequested();
                TakeSettings();
                if (!_ahead.TryDequeue(out var group))
                {
                    await GatherAsync(cancellation).ConfigureAwait(false);
                    (group, _group) = (_group, new CommitGroup(MostOf(_now)));
                }

                if (group.Count > 0)
                {
                    PrepareAhead(group);
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
        if (_ahead.Count > 0 || _group.Count > 0)
        {
            return;
        }

        _hasFailed = false;
        if (ReferenceEquals(settings, _now))
        {
            return;
        }

        if (QueueOf(settings) != QueueOf(_now))
        {
            _cursor.Resize(QueueOf(settings));
        }

        if (MostOf(settings) != MostOf(_now))
        {
            _group = new CommitGroup(MostOf(settings));
        }

        _now = settings;
    }

    /// <summary>Reads until a transaction is worth its fsync: full, or as old as the commit interval.</summary>
    private async ValueTask GatherAsync(CancellationToken cancellation)
    {
        _group.Read(_cursor);
        if (_group.Count == 0 || IsEnough)
        {
            return;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var timer = _clock.CreateTimer(
            static state => Cancel((CancellationTokenSource)state!), deadline, _now.CommitInterval, Timeout.InfiniteTimeSpan);
        try
        {
            while (!IsEnough && await _cursor.WaitAsync(deadline.Token).ConfigureAwait(false))
            {
                _group.Read(_cursor);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The oldest event has waited long enough.
        }
    }

    /// <summary>
    /// Where events for further transactions have piled up, their receipts and blocks are made while this one is being
    /// written and waits for the disk. A group that can still grow is not: the longer the wait, the fewer fsyncs. After a
    /// failure what was prepared is worth nothing; then, and when settings have changed, those read ahead come first.
    /// </summary>
    private void PrepareAhead(CommitGroup group)
    {
        if (!group.IsFull || _hasFailed || !ReferenceEquals(_settings.Value, _now))
        {
            return;
        }

        // All at once, before the transaction: a cursor belongs to one thread at a time, and then it is the writer's.
        var last = _ahead.LastOrDefault(group);
        while (_ahead.Count < GroupsAhead)
        {
            _group.Read(_cursor);
            if (!_group.IsFull)
            {
                return;
            }

            if (last.Prepared.IsCompleted && last.Work.Plan is null)
            {
                last.Prepare(_file, Task.CompletedTask);
            }

            _group.Prepare(_file, last.Prepared);
            _ahead.Enqueue(_group);
            last = _group;
            _group = new CommitGroup(MostOf(_now));
        }
    }

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The transaction began in the same moment.
        }
    }

    private bool IsEnough => _now.CommitInterval <= TimeSpan.Zero || _group.IsFull || _group.Steps >= _now.CommitSteps;

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
                _hasFailed = true;
                Interlocked.Increment(ref _retries);
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
        using (_statsLock.EnterScope())
        {
            _commits++;
            _lastCommitMs = ms;
            _histogram.Add(ms);
            _refused += result.Refusals.Count;
            _sum = new CommitResult
            {
                NewSteps = _sum.NewSteps + result.NewSteps,
                DuplicateSteps = _sum.DuplicateSteps + result.DuplicateSteps,
                NewEpisodes = _sum.NewEpisodes + result.NewEpisodes,
                DuplicateEpisodes = _sum.DuplicateEpisodes + result.DuplicateEpisodes,
                PayloadBytes = _sum.PayloadBytes + result.PayloadBytes,
            };
        }

        _cursor.Commit(work.BusSeq);
        _watch.Succeeded();
        foreach (var refusal in result.Refusals)
        {
            OnRefused?.Invoke(refusal);
        }

        OnDurable?.Invoke(_file.Positions);
    }
}
