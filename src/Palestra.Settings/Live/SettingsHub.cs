namespace Palestra.Settings;

/// <summary>
/// The only one who changes settings in a running process. Thread-safe; changes are serialised, readers of cells never wait.
/// </summary>
public sealed class SettingsHub : IDisposable
{
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
        Current = SettingsLoader.Load(catalog, sources);
        _ = (store, clock, runPositions, live);
    }

    /// <summary>What is in force.</summary>
    public SettingsSnapshot Current { get; }

    /// <summary>The data folder, absolute, when the catalogue says where it is.</summary>
    public string? DataRoot { get; }

    /// <summary>What is wrong with the settings file since its last edit; <c>null</c> when it is in force.</summary>
    public SettingsProblem? LastFileProblem { get; }

    /// <summary>How often a subscriber threw.</summary>
    public long SubscriberFaults { get; }

    /// <summary>How many changes of the settings file took effect without getting into the history.</summary>
    public long HistoryLost { get; }

    /// <summary>The cell of a group; the same for every caller.</summary>
    /// <exception cref="SettingsCatalogException">The group is not in the catalogue.</exception>
    public SettingsCell<TGroup> Cell<TGroup>() where TGroup : class => new(Current.Get<TGroup>());

    /// <summary>
    /// Calls back after values of these keys changed in force, once per change, in the order of changes, with all cells
    /// already showing the new values.
    /// </summary>
    /// <exception cref="SettingsCatalogException">A key is unknown or is not hot: a fault of the program.</exception>
    public IDisposable Subscribe(IEnumerable<string> keys, Action<SettingsChanged> onChange) => throw NotYet();

    /// <summary>Calls back after every change, the pending ones too, of overrides and of the settings file.</summary>
    public IDisposable SubscribeChanges(Action<IReadOnlyList<SettingChange>> onChanges) => throw NotYet();

    /// <summary>Calls back with every problem, for the log and the console.</summary>
    public IDisposable SubscribeProblems(Action<SettingsProblem> onProblem) => throw NotYet();

    /// <summary>Stores overrides and puts what is hot in force, or changes nothing.</summary>
    public ChangeOutcome Change(SettingsEdit edit) => throw NotYet();

    /// <summary>
    /// Gives a setting the override it had before a change. Refused when the setting was changed again since, and for edits
    /// of the settings file.
    /// </summary>
    public ChangeOutcome Undo(long changeId, string who, string via) => throw NotYet();

    /// <summary>Reads the settings file again. When it is not valid, everything stays: see <see cref="LastFileProblem"/>.</summary>
    public void Reload() => throw NotYet();

    /// <summary>Reloads by itself whenever the settings file changes, until disposed.</summary>
    public void WatchFile() => throw NotYet();

    /// <summary>Version of a namespace; 0 when it never had an override.</summary>
    public long VersionOf(string ns) => throw NotYet();

    /// <inheritdoc cref="IOverrideStore.History"/>
    public IReadOnlyList<SettingChange> History(string? key, long? beforeId, int max) => throw NotYet();

    public void Dispose()
    {
    }

    private static NotSupportedException NotYet() => new("Changes of settings come with the next commit.");
}
