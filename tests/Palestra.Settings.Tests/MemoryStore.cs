namespace Palestra.Settings.Tests;

/// <summary>Keeps overrides in memory, by the rules of the contract. Thread-safe. Can be made unreachable.</summary>
internal sealed class MemoryStore : IOverrideStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, StoredOverride> _overrides = [];
    private readonly Dictionary<string, long> _versions = [];
    private readonly List<SettingChange> _history = [];

    /// <summary>Why nothing can be read or written; <c>null</c> when all is well.</summary>
    public string? Trouble { get; set; }

    /// <summary>Puts an override where it is, as an older version of the program may have done.</summary>
    public MemoryStore With(string key, string value, string who = "ada", long timeUs = 0)
    {
        _overrides[key] = new(key, value, who, timeUs);
        return this;
    }

    public StoredOverrides Load()
    {
        lock (_lock)
        {
            ThrowIfUnreachable();
            return new([.. _overrides.Values], new Dictionary<string, long>(_versions));
        }
    }

    public StoreCommit Commit(IReadOnlyList<SettingChange> changes, IReadOnlyDictionary<string, long> expectedVersions)
    {
        lock (_lock)
        {
            ThrowIfUnreachable();
            foreach (var (ns, expected) in expectedVersions)
            {
                if (_versions.GetValueOrDefault(ns) is var actual && actual != expected)
                {
                    return new StoreCommit.Conflict(ns, expected, actual);
                }
            }

            var ids = changes.Select(Apply).ToList();
            return new StoreCommit.Done(ids, expectedVersions.Keys.ToDictionary(ns => ns, ns => ++System.Runtime.InteropServices
                .CollectionsMarshal.GetValueRefOrAddDefault(_versions, ns, out _)));
        }
    }

    public IReadOnlyList<SettingChange> History(string? key, long? beforeId, int max)
    {
        lock (_lock)
        {
            ThrowIfUnreachable();
            return [.. _history.Where(change => (key is null || change.Key == key) && !(change.Id >= beforeId))
                .Reverse().Take(max)];
        }
    }

    private long Apply(SettingChange change)
    {
        _history.Add(change with { Id = _history.Count + 1 });
        if (change.Via == ChangeVia.File)
        {
            return _history.Count;
        }

        if (change.New is null)
        {
            _overrides.Remove(change.Key);
        }
        else
        {
            _overrides[change.Key] = new(change.Key, change.New, change.Who, change.TimeUs);
        }

        return _history.Count;
    }

    private void ThrowIfUnreachable()
    {
        if (Trouble is { } why)
        {
            throw new OverrideStoreException(why);
        }
    }
}
