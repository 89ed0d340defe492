using Palestra.Settings;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Api;
using Palestra.Trainer.Runs;

namespace Palestra.Trainer.Live;

/// <summary>The run list of one viewer: first all rows, then those that changed.</summary>
internal sealed class RunsWatch(RunRegistry registry, SettingsCell<LiveSettings> live) : IWatch
{
    [NotTunable("How much is read at once: the list is the same for every value.")]
    private const int PageRows = 500;

    private readonly Dictionary<RunId, long> _versions = [];
    private long? _counter;

    public TimeSpan Interval => TimeSpan.FromSeconds(1 / live.Value.RateHz);

    public object? Next()
    {
        if (_counter is not { } since)
        {
            _counter = registry.Changes.Counter;
            RememberVersions();
            return new RunsMessage([.. All()], []);
        }

        var (changed, removed, counter) = registry.Changes.Since(since);
        _counter = counter;
        var ids = changed.Union(RememberVersions()).ToArray();
        return ids.Length == 0 && removed.Count == 0
            ? null
            : new RunsMessage([.. ids.Select(registry.Find).OfType<RunRow>()], [.. removed.Select(r => r.Value)]);
    }

    public void Dispose()
    {
    }

    private List<RunId> RememberVersions()
    {
        var moved = new List<RunId>();
        foreach (var run in registry.Active)
        {
            var version = run.Version;
            if (_versions.GetValueOrDefault(run.Id, -1) != version)
            {
                _versions[run.Id] = version;
                moved.Add(run.Id);
            }
        }

        return moved;
    }

    private IEnumerable<RunRow> All()
    {
        string? cursor = null;
        do
        {
            var page = registry.Page(new CatalogQuery(PageRows, cursor));
            foreach (var row in page.Runs)
            {
                yield return row;
            }

            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }
}
