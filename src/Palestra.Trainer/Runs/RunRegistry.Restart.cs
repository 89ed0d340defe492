using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Trainer.Runs;

// What an earlier daemon left, sound or damaged.
internal sealed partial class RunRegistry
{
    /// <summary>Takes up what an earlier daemon left. Runs go on being watched until <see cref="DisposeAsync"/>.</summary>
    public async Task StartAsync()
    {
        _rowWriting = Task.Run(WriteRowsAsync);
        var ended = new List<RunId>();
        var waiting = new List<ActiveRun>();
        try
        {
            foreach (var id in RunsOnDisk())
            {
                if (Find(id) is { Status: "TERM" or "FAULT" })
                {
                    ended.Add(id);
                }
                else if (await TakeUpFromDiskAsync(id) is { } run)
                {
                    waiting.Add(run);
                }
            }

            // Those whose workers were started have their places already; the others are served in the order in which they came.
            foreach (var run in waiting.OrderBy(r => r.Manifest.CreatedUs).ThenBy(r => r.Id.Value, StringComparer.Ordinal))
            {
                Enqueue(run);
            }
        }
        finally
        {
            _ready.TrySetResult();
        }

        _inspecting = Task.Run(() => Inspect(ended));
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

    /// <returns>The run if it still waits for a place.</returns>
    private async Task<ActiveRun?> TakeUpFromDiskAsync(RunId id)
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
                return null;
            }

            var run = await ActiveRun.AdoptAsync(Folder(id), _services);
            TakeUp(run);
            WriteRow(run);
            if (run.WasLaunched)
            {
                lock (_scheduling)
                {
                    _running++;
                    _services.Budget.Take(run.Id, run.Manifest.Resources);
                }

                Host(run, adopt: true);
                return null;
            }

            return run;
        }
        catch (Exception e) when (e is RunFileException or IOException or UnauthorizedAccessException)
        {
            KeepDamaged(id, e.Message, mayRecover: e is not RunFileException or RunFileUnavailableException);
            return null;
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
                using (var reader = RunReader.Open(Folder(id)))
                {
                    _ = reader.Streams();
                }

                LeftSpool.Settle(Folder(id), _services);
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

    /// <summary>As far as the disk takes it: what cannot be written now is found again by the next daemon.</summary>
    private void Keep(CatalogRow row)
    {
        try
        {
            lock (_rows)
            {
                _services.Catalog.Upsert(row);
            }
        }
        catch (RunFileException e)
        {
            RunLog.RowFailed(_services.Log, row.RunId, e.Message);
            return;
        }

        Changes.Changed(RunId.Parse(row.RunId));
    }
}
