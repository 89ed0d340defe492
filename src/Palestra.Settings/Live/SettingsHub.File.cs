namespace Palestra.Settings;

public sealed partial class SettingsHub
{
    // Nobody knows who edited the file.
    private const string FileAuthor = PathSettings.SettingsFileName;

    private volatile SettingsProblem? _fileProblem;

    /// <summary>What is wrong with the settings file since its last edit; <c>null</c> when it is in force.</summary>
    public SettingsProblem? LastFileProblem => _fileProblem;

    /// <summary>
    /// Reads the settings file again and puts what is hot in force; a file that is gone says nothing any more. When it is not
    /// valid, everything stays: see <see cref="LastFileProblem"/>.
    /// </summary>
    public void Reload()
    {
        lock (_gate)
        {
            ReloadFile();
        }

        _notices.Deliver();
    }

    /// <summary>Reloads by itself whenever the settings file has changed, until disposed. Calling it again does nothing.</summary>
    public void WatchFile()
    {
        if (_layers.SettingsFile is not { } file)
        {
            return;
        }

        var settings = _catalog.Groups.Contains(typeof(LiveSettings)) ? Cell<LiveSettings>() : new(new());
        lock (_gate)
        {
            _watch ??= new(Path.GetFullPath(file), () => settings.Value, _clock, Reload, WatchFailed);
        }

        _notices.Deliver();
    }

    private void ReloadFile()
    {
        var errors = new List<SettingsError>();
        var file = _layers.ReadFile(errors);
        var now = NowUs();
        // Edits of the file take effect while the store is away: it keeps what it said last.
        var found = StoredState.Read(_store.Load);
        var stored = found.Trouble is null ? found : _stored;
        var next = Next(file, stored, MayIgnore(), errors, out var wanted);
        if (errors.Count > 0)
        {
            var all = string.Join(" ", errors.Select(error => error.Sentence));
            _fileProblem = new(SettingsProblemKind.FileRefused, $"The settings file is not valid, and the old values stay: {all}", now)
            {
                Errors = errors,
            };
            Report(_fileProblem);
            return;
        }

        if (_fileProblem is not null)
        {
            _fileProblem = null;
            Report(new(SettingsProblemKind.FileRecovered, "The settings file is valid again and in force.", now));
        }

        Adopt(next, stored, file, Recorded(ChangesOf(file, wanted, next, now)));
    }

    private List<SettingChange> ChangesOf(SettingsLayer file, SettingsSnapshot wanted, SettingsSnapshot next, long now) =>
    [
        .. from spec in _catalog.Specs
           where !spec.Secret
           let old = TextIn(_file, spec)
           let text = TextIn(file, spec)
           // What a stronger layer overrides changes nothing, so it is no change.
           where old != text && wanted.Find(spec.Key).Origin <= SettingOrigin.File
           select new SettingChange
           {
               TimeUs = now,
               Who = FileAuthor,
               Via = ChangeVia.File,
               Key = spec.Key,
               Old = old,
               New = text,
               Pending = next.Find(spec.Key).Pending is not null,
           },
    ];

    private static string? TextIn(SettingsLayer file, SettingSpec spec) =>
        file.TextOf(spec) is { } text ? ValueText.Format(spec, ValueText.Parse(spec, text, out _)!) : null;

    private List<SettingChange> Recorded(List<SettingChange> changes)
    {
        if (changes.Count == 0)
        {
            return changes;
        }

        var positions = RunPositions();
        changes = changes.ConvertAll(change => change with { RunPositions = positions });
        try
        {
            return _store.Commit(changes, new Dictionary<string, long>()) is StoreCommit.Done done
                ? [.. changes.Zip(done.Ids, (change, id) => change with { Id = id })]
                : changes;
        }
        catch (OverrideStoreException failed)
        {
            Interlocked.Add(ref _historyLost, changes.Count);
            Report(new(SettingsProblemKind.HistoryLost,
                $"{changes.Count} changes of the settings file are in force but not in the history: {failed.Message}", NowUs()));
            return changes;
        }
    }

    private void WatchFailed(string why)
    {
        Report(new(SettingsProblemKind.WatchFailed,
            $"The folder of the settings file cannot be watched: {why}. Edits are found by looking now and then.", NowUs()));
        if (!_gate.IsHeldByCurrentThread)
        {
            _notices.Deliver();
        }
    }
}
