using Microsoft.Extensions.Logging;
using Palestra.FastLane;
using Palestra.Settings;
using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Trainer.Hosting;

/// <summary>The settings of a running daemon: its hub, and the cells its parts read from.</summary>
internal sealed class DaemonSettings : IDisposable
{
    private DaemonSettings(SettingsHub hub)
    {
        Hub = hub;
        Scheduler = hub.Cell<SchedulerSettings>();
        Live = hub.Cell<LiveSettings>();
        Api = hub.Cell<ApiSettings>();
        Storage = hub.Cell<StorageSettings>();
        Bus = hub.Cell<RunBusSettings>();
        Credits = hub.Cell<CreditSettings>();
        Heartbeats = hub.Cell<HeartbeatSettings>();
        FastLane = hub.Cell<FastLaneSettings>();
        RunDefaults = hub.Cell<RunDefaultsSettings>();
        Budget = hub.Cell<BudgetSettings>();
        Grid = hub.Cell<GridSettings>();
    }

    public SettingsHub Hub { get; }

    public SettingsCell<SchedulerSettings> Scheduler { get; }

    public SettingsCell<LiveSettings> Live { get; }

    public SettingsCell<ApiSettings> Api { get; }

    public SettingsCell<StorageSettings> Storage { get; }

    public SettingsCell<RunBusSettings> Bus { get; }

    public SettingsCell<CreditSettings> Credits { get; }

    public SettingsCell<HeartbeatSettings> Heartbeats { get; }

    public SettingsCell<FastLaneSettings> FastLane { get; }

    public SettingsCell<RunDefaultsSettings> RunDefaults { get; }

    public SettingsCell<BudgetSettings> Budget { get; }

    public SettingsCell<GridSettings> Grid { get; }

    /// <summary>Repairs the store if that is needed, and loads all layers. The caller holds the lock of the data folder.</summary>
    /// <exception cref="DaemonStartException">A setting is not valid; the message lists all that is wrong.</exception>
    public static DaemonSettings Open(DaemonOptions options, TimeProvider clock, Func<IReadOnlyDictionary<string, long>> runPositions, ILogger log)
    {
        var store = new OverrideStore(options.DataRoot);
        try
        {
            if (store.RepairIfDamaged() is { } repaired)
            {
                DaemonLog.StoreRepaired(log, repaired);
            }
        }
        catch (OverrideStoreException e)
        {
            // The hub says it again for each setting: every layer but the stored one counts, and kill switches are on.
            DaemonLog.StoreUnusable(log, e.Message);
        }

        try
        {
            var hub = new SettingsHub(options.Settings.Catalog, options.Sources ?? Frozen(options), store, clock, runPositions);
            foreach (var warning in hub.Current.Warnings)
            {
                DaemonLog.SettingsWarning(log, warning);
            }

            hub.SubscribeChanges(changes => Log(log, changes));
            hub.SubscribeProblems(problem => Log(log, problem));
            return new DaemonSettings(hub);
        }
        catch (SettingsException e)
        {
            throw new DaemonStartException(e.Message, e);
        }
    }

    public void Dispose() => Hub.Dispose();

    /// <summary>For a host that brings values and no layers: what is not at its default is as if from the command line.</summary>
    private static SettingsSources Frozen(DaemonOptions options)
    {
        var values = options.Settings.Effective
            .Where(s => s.Origin != SettingOrigin.Default && s.Spec is { Secret: false, Bootstrap: false })
            .Select(s => new KeyValuePair<string, string>(s.Spec.Key, s.Value)).ToList();
        if (options.Settings.Catalog.Find(PathSettings.DataDirKey) is not null)
        {
            values.Add(new(PathSettings.DataDirKey, options.DataRoot.Path));
        }

        return new SettingsSources { CommandLine = values };
    }

    private static void Log(ILogger log, IReadOnlyList<SettingChange> changes)
    {
        foreach (var change in changes)
        {
            DaemonLog.SettingChanged(log, change.Who, change.Via, change.Key, SettingWords.Shown(change.Old), SettingWords.Shown(change.New), SettingWords.When(change));
        }
    }

    private static void Log(ILogger log, SettingsProblem problem)
    {
        if (problem.Kind == SettingsProblemKind.FileRecovered)
        {
            DaemonLog.SettingsRecovered(log, problem.Sentence);
        }
        else
        {
            DaemonLog.SettingsProblem(log, problem.Sentence, problem.Cause);
        }
    }
}
