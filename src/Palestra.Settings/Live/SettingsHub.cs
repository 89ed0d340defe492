namespace Palestra.Settings;

/// <summary>
/// The only one who changes settings in a running process. Thread-safe: changes are serialised; readers of cells and of
/// <see cref="Current"/> never wait. A change is validated as a whole, then stored, then in force in every cell, and only
/// then told to subscribers, on the thread of whoever made it.
/// </summary>
public sealed partial class SettingsHub : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SettingsCatalog _catalog;
    private readonly LayerSet _layers;
    private readonly IOverrideStore _store;
    private readonly TimeProvider _clock;
    private readonly Func<IReadOnlyDictionary<string, long>>? _runPositions;
    private readonly bool _live;
    private readonly Dictionary<Type, ISettingsCell> _cells = [];
    private readonly NoticeQueue _notices = new();
    private readonly Subscribers<SettingsChanged> _changed;
    private readonly Subscribers<IReadOnlyList<SettingChange>> _changes;
    private readonly Subscribers<SettingsProblem> _problems;
    private volatile SettingsSnapshot _current;
    private SettingsLayer _file;
    private StoredState _stored;
    private FileWatch? _watch;
    private long _subscriberFaults;
    private long _historyLost;

    /// <param name="catalog">All settings there are.</param>
    /// <param name="sources">The layers; <see cref="SettingsSources.Stored"/> is not used, the store takes its place.</param>
    /// <param name="store">Keeps overrides and history.</param>
    /// <param name="clock">Tells the time of changes.</param>
    /// <param name="runPositions">The last bus sequence of every live run, by run id.</param>
    /// <param name="live">
    /// Whether something runs under these settings. If not, as for the command line without a daemon, a change that needs a
    /// restart is not pending.
    /// </param>
    /// <exception cref="SettingsException">Something is wrong: every error of every layer at once.</exception>
    public SettingsHub(
        SettingsCatalog catalog,
        SettingsSources sources,
        IOverrideStore store,
        TimeProvider clock,
        Func<IReadOnlyDictionary<string, long>>? runPositions = null,
        bool live = true)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        (_catalog, _store, _clock, _runPositions, _live) = (catalog, store, clock, runPositions, live);
        _layers = new(catalog, sources, inDataRoot: catalog.Find(PathSettings.DataDirKey) is not null);
        _changed = new(fault => SubscriberFailed(fault, "A subscriber of setting values"));
        _changes = new(fault => SubscriberFailed(fault, "A subscriber of setting changes"));
        _problems = new(_ => Interlocked.Increment(ref _subscriberFaults)); // nobody is left to be told
        var errors = new List<SettingsError>();
        _file = _layers.ReadFile(errors);
        _stored = StoredState.Read(store.Load);
        _current = _layers.Resolve(_file, _stored, _ => true, errors);
        if (errors.Count > 0)
        {
            throw new SettingsException(errors);
        }
    }

    /// <summary>What is in force.</summary>
    public SettingsSnapshot Current => _current;

    /// <summary>The data folder, absolute; <c>null</c> when the catalogue has no setting that says where it is.</summary>
    public string? DataRoot => _layers.DataRoot;

    /// <summary>How often a subscriber threw.</summary>
    public long SubscriberFaults => Interlocked.Read(ref _subscriberFaults);

    /// <summary>How many changes of the settings file took effect without getting into the history.</summary>
    public long HistoryLost => Interlocked.Read(ref _historyLost);

    /// <summary>The cell of a group; the same for every caller.</summary>
    /// <exception cref="SettingsCatalogException">The group is not in the catalogue.</exception>
    public SettingsCell<TGroup> Cell<TGroup>() where TGroup : class
    {
        lock (_gate)
        {
            if (!_cells.TryGetValue(typeof(TGroup), out var cell))
            {
                _cells.Add(typeof(TGroup), cell = new SettingsCell<TGroup>(_current.Get<TGroup>()));
            }

            return (SettingsCell<TGroup>)cell;
        }
    }

    /// <summary>
    /// Calls back after values of these keys changed in force, once per change, in the order of changes, with all cells
    /// already showing the new values. A callback may change settings; it is told of that after it has returned.
    /// </summary>
    /// <exception cref="SettingsCatalogException">A key is unknown or is not hot: a fault of the program.</exception>
    public IDisposable Subscribe(IEnumerable<string> keys, Action<SettingsChanged> onChange)
    {
        ArgumentNullException.ThrowIfNull(onChange);
        var watched = keys.ToHashSet();
        var faults = watched.Select(FaultOf).OfType<string>().ToList();
        if (faults.Count > 0)
        {
            throw new SettingsCatalogException(faults);
        }

        return _changed.Add(
            news => news.Keys.Where(watched.Contains).ToArray() is { Length: > 0 } own ? news with { Keys = own } : null,
            onChange);
    }

    /// <summary>Calls back after every change, the pending ones too, of overrides and of the settings file.</summary>
    public IDisposable SubscribeChanges(Action<IReadOnlyList<SettingChange>> onChanges) => _changes.Add(news => news, onChanges);

    /// <summary>Calls back with every problem, for the log and the console.</summary>
    public IDisposable SubscribeProblems(Action<SettingsProblem> onProblem) => _problems.Add(news => news, onProblem);

    /// <summary>Version of a namespace; 0 when it never had an override.</summary>
    public long VersionOf(string ns)
    {
        lock (_gate)
        {
            return _stored.Overrides.Versions.GetValueOrDefault(ns);
        }
    }

    /// <inheritdoc cref="IOverrideStore.History"/>
    public IReadOnlyList<SettingChange> History(string? key, long? beforeId, int max) =>
        [.. _store.History(key, beforeId, max).Select(WithoutSecret)];

    public void Dispose()
    {
        FileWatch? watch;
        lock (_gate)
        {
            (watch, _watch) = (_watch, null);
        }

        watch?.Dispose();
    }

    private string? FaultOf(string key) => _catalog.Find(key) switch
    {
        null => $"'{key}' is watched but is not a setting.{NearestName.Hint(key, _catalog.Keys)}",
        { Hot: false } => $"{key} is watched but is not hot, so it never changes while the daemon runs.",
        _ => null,
    };

    // A setting may have become a secret after it was changed.
    private SettingChange WithoutSecret(SettingChange change) => _catalog.Find(change.Key) is not { Secret: true } ? change : change with
    {
        Old = change.Old is null ? null : EffectiveSetting.Mask,
        New = change.New is null ? null : EffectiveSetting.Mask,
    };

    // Called with the gate held, once everything is stored.
    private void Adopt(SettingsSnapshot next, StoredState stored, SettingsLayer file, IReadOnlyList<SettingChange> changes)
    {
        var before = _current;
        (_stored, _file, _current) = (stored, file, next);
        foreach (var (group, cell) in _cells)
        {
            cell.Set(next.RecordOf(group));
        }

        var keys = _catalog.Specs.Where(spec => !Equals(before.ValueOf(spec), next.ValueOf(spec))).Select(spec => spec.Key).ToArray();
        if (keys.Length > 0)
        {
            _notices.Add(() => _changed.Tell(new(keys, before, next)));
        }

        if (changes.Count > 0)
        {
            _notices.Add(() => _changes.Tell(changes));
        }
    }

    private void SubscriberFailed(Exception fault, string who)
    {
        Interlocked.Increment(ref _subscriberFaults);
        Report(new(SettingsProblemKind.SubscriberFailed, $"{who} failed; the others were told all the same.", NowUs()) { Cause = fault });
    }

    private void Report(SettingsProblem problem) => _notices.Add(() => _problems.Tell(problem));

    private long NowUs() => (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
