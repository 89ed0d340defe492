using Microsoft.Extensions.Logging;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Api;
using Palestra.Trainer.Metrics;

namespace Palestra.Trainer.Runs;

/// <summary>
/// The durable half of one live run: its bus, its file and the path between them. Thread-safe. Owns all three; ends
/// with <see cref="DisposeAsync"/>.
/// </summary>
internal sealed class RunPipeline : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly DurablePath _durable;
    private readonly Task _writing;
    private TaskCompletionSource _progress = NewProgress();
    private readonly DaemonMeter _meter;
    private readonly string _runId;
    private readonly ILogger _log;
    private long _committedSteps;
    private readonly CommitTimes _commitTimes = new();
    private long _commits;

    public RunPipeline(RunFile file, RunServices services)
    {
        File = file;
        _runId = Path.GetFileName(file.Folder.Path);
        _meter = services.Meter;
        _log = services.Log;
        Bus = new RunBus(services.Storage.Fit(services.Bus), file.DurableBusSeq);
        _durable = new DurablePath(Bus, file, services.Settings.Storage, services.Clock)
        {
            OnDurable = Committed,
            OnRefused = Refused,
            OnStalled = reason => OnStalled?.Invoke(reason),
        };
        _writing = Task.Run(() => _durable.RunAsync(CancellationToken.None));
    }

    public RunBus Bus { get; }

    public RunFile File { get; }

    public DurablePathStats Stats => _durable.Stats;

    public HistogramView CommitTimes => _commitTimes.Look();

    /// <summary>What is on disk.</summary>
    public IReadOnlyList<StreamPosition> Positions => File.Positions;

    /// <summary>Grows with each commit.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>Ends when the bus was completed and all is on disk; faults when the file cannot be used any more.</summary>
    public Task Writing => _writing;

    /// <summary>Called after each commit with what is on disk; must not block.</summary>
    public Action<IReadOnlyList<StreamPosition>>? OnDurable { get; set; }

    /// <summary>Called when writing stops (with the reason) and when it goes on (with <c>null</c>); must not block.</summary>
    public Action<string?>? OnStalled { get; set; }

    /// <summary>Called for each event the store refused; must not block.</summary>
    public Action<Refusal>? OnRefused { get; set; }

    /// <summary>Waits until the event with this number, and all before it, are on disk.</summary>
    /// <exception cref="RunFileException">They never will be: the file cannot be used any more.</exception>
    public Task WaitDurableAsync(long busSeq, CancellationToken cancellationToken) =>
        WaitAsync(() => File.DurableBusSeq >= busSeq, $"Event {busSeq}", cancellationToken);

    /// <summary>Waits until at least these positions are on disk.</summary>
    /// <inheritdoc cref="WaitDurableAsync" path="/exception"/>
    public Task WaitDurableAsync(IReadOnlyCollection<StreamPosition> positions, CancellationToken cancellationToken) => WaitAsync(
        () =>
        {
            var there = File.Positions.ToDictionary(p => p.Stream);
            return positions.All(p =>
                (p.DurableSeq == 0 && p.DurableEpisodes == 0)
                || (there.TryGetValue(p.Stream, out var now) && now.DurableSeq >= p.DurableSeq && now.DurableEpisodes >= p.DurableEpisodes));
        },
        "The last steps", cancellationToken);

    /// <summary>Takes no more events, writes what is left and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        Bus.Complete();
        try
        {
            await _writing;
        }
        finally
        {
            _durable.Dispose();
            File.Dispose();
        }
    }

    private async Task WaitAsync(Func<bool> reached, string what, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task progress;
            lock (_lock)
            {
                progress = _progress.Task;
            }

            if (reached())
            {
                return;
            }

            await Task.WhenAny(progress, _writing).WaitAsync(cancellationToken);
            if (_writing.IsCompleted && !reached())
            {
                await _writing;
                throw new RunFileException($"{what} of the run never reached its file '{File.Folder.DatabaseFile}'.");
            }
        }
    }

    private static TaskCompletionSource NewProgress() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Committed(IReadOnlyList<StreamPosition> positions)
    {
        TaskCompletionSource progress;
        lock (_lock)
        {
            progress = _progress;
            _progress = NewProgress();
        }

        Interlocked.Increment(ref _commits);
        var duration = TimeSpan.FromMilliseconds(_durable.Stats.LastCommitMs);
        _commitTimes.Add(duration);
        _meter.Committed(_runId, duration);
        if (_log.IsEnabled(LogLevel.Debug))
        {
            var steps = _durable.Stats.CommittedSteps;
            RunLog.Detail(_log, LogIds.DbSinkCommit, _runId, steps - _committedSteps, File.DurableBusSeq, Math.Round(duration.TotalMilliseconds, 3));
            _committedSteps = steps;
        }

        progress.SetResult();
        OnDurable?.Invoke(positions);
    }

    private void Refused(Refusal refusal) => OnRefused?.Invoke(refusal);
}
