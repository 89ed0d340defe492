using System.Collections.Concurrent;
using Palestra.Settings;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Api;
using Palestra.Trainer.Hosting;
using Palestra.Trainer.Live;

namespace Palestra.Trainer.Runs;

/// <summary>All runs of a data folder: those that flow, those that wait for a place, and those that have ended. Thread-safe.</summary>
internal sealed partial class RunRegistry : IAsyncDisposable
{
    private readonly RunServices _services;
    private readonly RunRequestValidator _validator;
    private readonly RunManifestCompleter _completer;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<RunId, ActiveRun> _active = [];
    private readonly ConcurrentDictionary<RunId, ActiveRun> _dirty = [];
    private readonly CoalescingSignal _somethingDirty = new();
    private readonly SemaphoreSlim _submitting = new(1, 1);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _rows = new();
    private readonly IDisposable _more;
    private readonly IDisposable _changes;
    private Task _rowWriting = Task.CompletedTask;
    private Task _inspecting = Task.CompletedTask;

    public RunRegistry(RunServices services, RunRequestValidator.Factory validator, RunManifestCompleter completer)
    {
        _services = services;
        _validator = validator(IsTaken);
        _completer = completer;
        _more = services.Settings.Hub.Subscribe(
            ["trainer.max_running", "trainer.budget.cpus", "trainer.budget.memory_mb", "trainer.budget.gpus", "trainer.budget.overcommit"], _ => FillPlaces());
        _changes = services.Settings.Hub.SubscribeChanges(TellRuns);
    }

    /// <summary>The last event on the bus of each run that has not ended.</summary>
    public IReadOnlyDictionary<string, long> Positions => _active.ToDictionary(run => run.Key.Value, run => run.Value.Pipeline.Bus.Published);

    /// <summary>Done when the runs an earlier daemon left are taken up.</summary>
    public Task Ready => _ready.Task;

    public RunChanges Changes { get; } = new();

    public IReadOnlyCollection<ActiveRun> Active => [.. _active.Values.OrderBy(r => r.Manifest.CreatedUs)];

    public ActiveRun? FindActive(RunId id) => _active.GetValueOrDefault(id);

    /// <summary>The row of a run, live figures included; <c>null</c> if there is none.</summary>
    public RunRow? Find(RunId id)
    {
        CatalogRow? row;
        lock (_rows)
        {
            row = _services.Catalog.Find(id.Value);
        }

        // A run whose row could not be written yet is no less there.
        row ??= FindActive(id) is { } live ? RunScan.RowOf(live.Folder) : null;
        return row is null ? null : RunRows.From(row, FindActive(id));
    }

    public RunPage Page(CatalogQuery query)
    {
        CatalogPage page;
        lock (_rows)
        {
            page = _services.Catalog.Page(query);
        }

        return new RunPage(
            [.. page.Runs.Select(r => RunRows.From(r, RunId.TryParse(r.RunId, out var id) ? FindActive(id) : null))], page.NextCursor, page.Total);
    }

    public RunView? View(RunId id) => Find(id) is { } row ? RunViews.From(row, FindActive(id), _services) : null;

    public RunFolder Folder(RunId id) => _services.Root.Run(id);

    public async Task<SubmitResult> SubmitAsync(RunRequest request, FieldErrors errors)
    {
        await Ready;
        await _submitting.WaitAsync();
        try
        {
            if (_validator.Validate(request, errors, _services.Clock) is not { } plan)
            {
                return new SubmitResult { Errors = errors.ByField };
            }

            var run = await CreateAsync(_completer.Complete(plan));
            TakeUp(run);
            if (!WriteRow(run))
            {
                // The run is there all the same; its row follows as soon as the catalogue can be written.
                OnChanged(run);
            }

            Enqueue(run);
            return new SubmitResult { Run = View(run.Id) };
        }
        finally
        {
            _submitting.Release();
        }
    }

    /// <summary>Removes a run and everything of it.</summary>
    /// <returns><c>null</c>, or one sentence that says why not.</returns>
    public async Task<string?> DeleteAsync(RunId id)
    {
        if (FindActive(id) is { } run)
        {
            if (!run.State.IsFinal())
            {
                return $"Run '{id}' is in {run.State}: stop it before you remove it.";
            }

            // It has ended, and only its worker is still on the way out.
            await _hosts.GetValueOrDefault(id, Task.CompletedTask);
        }

        FastLaneFiles.Delete(RunManifestFile.TryRead(Folder(id))?.FastLanePath);
        if (RunFolders.TryDelete(Folder(id)) is { } obstacle)
        {
            return $"The folder of run '{id}' could not be removed: {obstacle}";
        }

        lock (_rows)
        {
            _services.Catalog.Delete(id.Value);
        }

        Changes.Removed(id);
        return null;
    }

    private async Task<ActiveRun> CreateAsync(RunManifest manifest)
    {
        try
        {
            return await ActiveRun.CreateAsync(manifest, _services);
        }
        catch (Exception e) when (e is RunFileException or IOException or UnauthorizedAccessException)
        {
            // Nothing of it ran, so nothing of it stays: a full disk must not also eat the run id.
            RunFolders.TryDelete(Folder(RunId.Parse(manifest.RunId)));
            throw new RunFileException($"The run could not be made in '{_services.Root.RunsFolder}': {e.Message}", e);
        }
    }

    private bool IsTaken(string id) =>
        RunId.TryParse(id, out var runId) && (_active.ContainsKey(runId) || Directory.Exists(Folder(runId).Path) || Find(runId) is not null);

    private void TakeUp(ActiveRun run)
    {
        _active[run.Id] = run;
        run.OnChanged = OnChanged;
        Changes.Changed(run.Id);
    }

    private void OnChanged(ActiveRun run)
    {
        Changes.Changed(run.Id);
        _dirty[run.Id] = run;
        _somethingDirty.Set();
    }

    /// <returns>Whether the catalogue has it; a run file that cannot be read at all has no row to write.</returns>
    private bool WriteRow(ActiveRun run)
    {
        try
        {
            using var reader = RunReader.Open(run.Folder);
            var row = CatalogRow.From(run.Manifest, reader.Summary()) with
            {
                Status = run.State.ToString(),
                Outcome = run.Outcome?.Word(),
                Reason = run.Reason,
                EndedUs = run.EndedUs,
                Damaged = run.Damaged,
                TelemetryMode = run.Commands.Mode ?? run.Manifest.TelemetryMode,
            };
            lock (_rows)
            {
                _services.Catalog.Upsert(row);
            }

            Changes.Changed(run.Id);
            return true;
        }
        catch (RunFileException e)
        {
            RunLog.RowFailed(_services.Log, run.Id.Value, e.Message);
            return e is not RunFileUnavailableException;
        }
    }

    private async Task WriteRowsAsync()
    {
        using var ticks = new HotTimer(_services.Settings.Hub, "live.summary_interval", () => _services.Live.SummaryInterval, _services.Clock, MarkAll);
        try
        {
            while (await _somethingDirty.WaitAsync(_stopping.Token))
            {
                foreach (var id in _dirty.Keys)
                {
                    if (_dirty.TryRemove(id, out var run) && _active.ContainsKey(id) && !WriteRow(run))
                    {
                        // Again with the next tick: a full disk or a locked catalogue only delays it.
                        _dirty.TryAdd(id, run);
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Closing a run writes its last row.
        }
    }

    private void TellRuns(IReadOnlyList<SettingChange> changes)
    {
        foreach (var run in _active.Values)
        {
            run.SettingsChanged(changes);
        }
    }

    private void MarkAll()
    {
        foreach (var run in _active.Values.Where(r => r.Connected))
        {
            _dirty[run.Id] = run;
        }

        _somethingDirty.Set();
    }
}
