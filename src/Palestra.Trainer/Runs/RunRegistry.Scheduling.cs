using System.Collections.Concurrent;
using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Trainer.Runs;

// Who may run: first come, first served, at most so many at once, and no more than the machine has to give.
internal sealed partial class RunRegistry
{
    private readonly Lock _scheduling = new();
    private readonly List<ActiveRun> _waiting = [];
    private readonly ConcurrentDictionary<RunId, Task> _hosts = [];
    private int _running;

    public int Running
    {
        get
        {
            lock (_scheduling)
            {
                return _running;
            }
        }
    }

    /// <summary>Stops the workers of all runs and waits for them; for a daemon that lives only as long as its run.</summary>
    public async Task StopRunsAsync(string reason, CancellationToken cancellationToken)
    {
        foreach (var run in Active)
        {
            Stop(run, reason);
        }

        await Task.WhenAll(_hosts.Values).WaitAsync(cancellationToken);
    }

    /// <summary>Ends a run, also one that still waits for a place.</summary>
    /// <returns><c>null</c>, or one sentence that says why not.</returns>
    public string? Stop(ActiveRun run, string reason)
    {
        bool waited;
        lock (_scheduling)
        {
            waited = _waiting.Remove(run);
        }

        var refusal = run.Stop(reason);
        if (waited && refusal is null)
        {
            _hosts[run.Id] = Task.Run(() => EndWaitingAsync(run, reason));
        }

        return refusal;
    }

    /// <summary>Lets go of all runs, in order; their workers go on.</summary>
    public async ValueTask DisposeAsync()
    {
        _more.Dispose();
        _changes.Dispose();
        await _stopping.CancelAsync();
        await Task.WhenAll(_hosts.Values);
        await Task.WhenAll(_rowWriting, _inspecting);
        foreach (var run in Active)
        {
            await run.DisposeAsync();
        }

        _stopping.Dispose();
        _submitting.Dispose();
    }

    private void Enqueue(ActiveRun run)
    {
        lock (_scheduling)
        {
            _waiting.Add(run);
        }

        FillPlaces();
    }

    // Strictly in order: a large run is not overtaken for ever by small ones.
    private void FillPlaces()
    {
        List<ActiveRun> next = [];
        List<(ActiveRun Run, string Obstacle)> waiting;
        lock (_scheduling)
        {
            while (_waiting.Count > 0 && Obstacle(_waiting[0]) is null && !_stopping.IsCancellationRequested)
            {
                next.Add(_waiting[0]);
                _services.Budget.Take(_waiting[0].Id, _waiting[0].Manifest.Resources);
                _waiting.RemoveAt(0);
                _running++;
            }

            waiting = [.. _waiting.Select(run => (run, Obstacle(run) ?? "Runs start in the order they came"))];
        }

        foreach (var run in next)
        {
            Host(run, adopt: false);
        }

        for (var i = 0; i < waiting.Count; i++)
        {
            waiting[i].Run.Wait($"{waiting[i].Obstacle}; {PlaceInQueue(i)}.");
        }
    }

    private static string PlaceInQueue(int before) => before switch
    {
        0 => "it is the next",
        1 => "1 is before it in the queue",
        _ => $"{before} are before it in the queue",
    };

    // Called with the scheduling lock held.
    private string? Obstacle(ActiveRun run) => _running >= _services.Scheduler.MaxRunning
        ? $"{_services.Scheduler.MaxRunning} runs are allowed at once (trainer.max_running)"
        : _services.Budget.Obstacle(run.Manifest.Resources);

    private void Host(ActiveRun run, bool adopt) => _hosts[run.Id] = Task.Run(() => HostAsync(run, adopt));

    private async Task HostAsync(ActiveRun run, bool adopt)
    {
        try
        {
            await run.SuperviseAsync(adopt, _stopping.Token);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // One run's trouble is not the daemon's: it is logged, and the run is closed.
            RunLog.SupervisorFailed(_services.Log, run.Id.Value, e);
        }

        await run.DisposeAsync();
        lock (_scheduling)
        {
            _running--;
            _services.Budget.Release(run.Id);
        }

        FillPlaces();
        await LetGoAsync(run);
    }

    private async Task EndWaitingAsync(ActiveRun run, string reason)
    {
        await run.MoveAsync(RunState.TERM, RunOutcome.Cancelled, reason);
        await run.DisposeAsync();
        await LetGoAsync(run);
    }

    private async Task LetGoAsync(ActiveRun run)
    {
        // The last row is what the list shows from now on: a full disk or a locked catalogue only delays it.
        while (!WriteRow(run) && !_stopping.IsCancellationRequested)
        {
            await Task.Delay(_services.Live.SummaryInterval, _services.Clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (run.State.IsFinal())
        {
            FastLaneFiles.Delete(run.Manifest.FastLanePath);
            LeftSpool.Settle(run.Folder, _services);
        }

        _active.TryRemove(run.Id, out _);
        _hosts.TryRemove(run.Id, out _);
        Changes.Changed(run.Id);
    }
}
