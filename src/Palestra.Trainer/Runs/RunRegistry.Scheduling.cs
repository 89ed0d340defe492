using System.Collections.Concurrent;
using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Trainer.Runs;

// Who may run: first come, first served, at most so many at once. And what an earlier daemon left.
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

    /// <summary>Takes up what an earlier daemon left. Runs go on being watched until <see cref="DisposeAsync"/>.</summary>
    public async Task StartAsync()
    {
        _rowWriting = Task.Run(WriteRowsAsync);
        var ended = new List<RunId>();
        try
        {
            foreach (var id in RunsOnDisk().OrderBy(i => i.Value, StringComparer.Ordinal))
            {
                if (Find(id) is { Status: "TERM" or "FAULT" })
                {
                    ended.Add(id);
                }
                else
                {
                    await TakeUpFromDiskAsync(id);
                }
            }
        }
        finally
        {
            _ready.TrySetResult();
        }

        _inspecting = Task.Run(() => Inspect(ended));
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

    private void FillPlaces()
    {
        List<ActiveRun> next = [];
        List<ActiveRun> waiting;
        lock (_scheduling)
        {
            while (_waiting.Count > 0 && _running < _services.Scheduler.MaxRunning && !_stopping.IsCancellationRequested)
            {
                next.Add(_waiting[0]);
                _waiting.RemoveAt(0);
                _running++;
            }

            waiting = [.. _waiting];
        }

        foreach (var run in next)
        {
            Host(run, adopt: false);
        }

        for (var i = 0; i < waiting.Count; i++)
        {
            waiting[i].Wait($"{_services.Scheduler.MaxRunning} runs are allowed at once (trainer.max_running); {i} are before it in the queue.");
        }
    }

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
        }

        _active.TryRemove(run.Id, out _);
        _hosts.TryRemove(run.Id, out _);
        Changes.Changed(run.Id);
    }

    private IEnumerable<RunId> RunsOnDisk()
    {
        if (!Directory.Exists(_services.Root.RunsFolder))
        {
            yield break;
        }

        foreach (var folder in Directory.EnumerateDirectories(_services.Root.RunsFolder))
        {
            if (RunId.TryParse(Path.GetFileName(folder), out var id))
            {
                yield return id;
            }
        }
    }

    private async Task TakeUpFromDiskAsync(RunId id)
    {
        try
        {
            CatalogRow row;
            using (var reader = RunReader.Open(Folder(id)))
            {
                row = CatalogRow.From(reader.Manifest, reader.Summary());
            }

            if (row.Status is "TERM" or "FAULT")
            {
                Keep(row);
                return;
            }

            var run = await ActiveRun.AdoptAsync(Folder(id), _services);
            TakeUp(run);
            WriteRow(run);
            if (run.WasLaunched)
            {
                lock (_scheduling)
                {
                    _running++;
                }

                Host(run, adopt: true);
            }
            else
            {
                Enqueue(run);
            }
        }
        catch (Exception e) when (e is RunFileException or IOException or UnauthorizedAccessException)
        {
            KeepDamaged(id, e.Message, mayRecover: e is not RunFileException or RunFileUnavailableException);
        }
    }

    /// <summary>A run that has ended is opened once, so that a list shows which files are damaged.</summary>
    private void Inspect(IReadOnlyList<RunId> ended)
    {
        foreach (var id in ended)
        {
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            try
            {
                using var reader = RunReader.Open(Folder(id));
                _ = reader.Streams();
            }
            catch (RunFileException e)
            {
                KeepDamaged(id, e.Message);
            }
        }
    }

    /// <summary>Keeps a run in the list although its file cannot be read.</summary>
    /// <param name="mayRecover">The disk or a lock was in the way, not the file itself: the next daemon tries again.</param>
    public void KeepDamaged(RunId id, string sentence, bool mayRecover = false)
    {
        RunLog.Damaged(_services.Log, id.Value, sentence);
        CatalogRow? known;
        lock (_rows)
        {
            known = _services.Catalog.Find(id.Value);
        }

        var manifest = RunManifestFile.TryRead(Folder(id));
        known ??= new CatalogRow
        {
            RunId = id.Value,
            Name = manifest?.Name ?? id.Value,
            EnvId = manifest?.EnvId ?? "",
            Algorithm = manifest?.Algorithm ?? "",
            Seed = manifest?.Seed ?? 0,
            CreatedUs = manifest?.CreatedUs ?? 0,
            Tags = manifest?.Tags ?? [],
        };
        var final = mayRecover || known.Status is "TERM" or "FAULT";
        Keep(known with
        {
            Status = final ? known.Status : "FAULT",
            Outcome = final ? known.Outcome : "failed",
            Reason = final ? known.Reason : sentence,
            Damaged = sentence,
        });
    }

    private void Keep(CatalogRow row)
    {
        lock (_rows)
        {
            _services.Catalog.Upsert(row);
        }

        Changes.Changed(RunId.Parse(row.RunId));
    }
}
