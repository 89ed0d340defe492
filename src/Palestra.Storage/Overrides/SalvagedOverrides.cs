using System.Globalization;
using System.Text.Json;
using Palestra.Settings;

namespace Palestra.Storage;

/// <summary>
/// What the pages of a damaged store still hold. Pages that are no longer in use may hold overrides that were replaced or
/// removed since; the table, if it is sound, or else the history, whose rows never change, says which hold.
/// </summary>
internal sealed class SalvagedOverrides
{
    private readonly SortedDictionary<long, SettingChange> _history = [];
    private readonly SortedDictionary<string, StoredOverride> _overrides = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _versions = new(StringComparer.Ordinal);

    /// <param name="table">The stored values, if their table is sound.</param>
    public SalvagedOverrides(PageRecords records, IReadOnlyList<StoredOverride>? table)
    {
        foreach (var record in records.All())
        {
            Take(record);
        }

        if (table is null)
        {
            foreach (var newest in _history.Values.Where(change => change.Via != ChangeVia.File).GroupBy(change => change.Key).Select(same => same.Last()))
            {
                Settle(newest);
            }
        }
        else
        {
            _overrides.Clear();
            foreach (var stored in table)
            {
                _overrides[stored.Key] = stored;
            }
        }

        // Beyond every version that was ever told to anybody: none of them may fit again.
        foreach (var (ns, found) in _versions.ToArray())
        {
            _versions[ns] = Math.Max(found, ChangesIn(ns)) + 1;
        }
    }

    public IEnumerable<StoredOverride> Overrides => _overrides.Values;

    public IEnumerable<SettingChange> History => _history.Values;

    public IReadOnlyDictionary<string, long> Versions => _versions;

    /// <summary>What was carried over, and what was not.</summary>
    public string Summary
    {
        get
        {
            var missing = _history.Count == 0 ? 0 : _history.Keys.Last() - _history.Count;
            var lost = _history.Count == 0 && _overrides.Count == 0 ? "nothing in it could be read, so every setting has the value of the other layers"
                : missing > 0 ? $"{missing} of the changes before change {_history.Keys.Last()} are lost, later ones may be"
                : "changes after the last of these may be lost";
            return string.Create(CultureInfo.InvariantCulture,
                $"{_overrides.Count} stored values and {_history.Count} changes of the history were carried over into a new file; {lost}");
        }
    }

    private void Take(PageRecord record)
    {
        switch (record.RowId, record.Values)
        {
            case (not null, [string key, string value, string who, long timeUs]):
                if (!_overrides.TryGetValue(key, out var known) || known.TimeUs <= timeUs)
                {
                    _overrides[key] = new StoredOverride(key, value, who, timeUs);
                }

                Know(key);
                break;
            case (> 0 and var id, [null, long timeUs, string who, string via, string key, null or string, null or string, 0L or 1L, string positions])
                when Positions(positions) is { } at:
                _history[id] = new SettingChange
                {
                    Id = id,
                    TimeUs = timeUs,
                    Who = who,
                    Via = via,
                    Key = key,
                    Old = record.Values[5] as string,
                    New = record.Values[6] as string,
                    Pending = record.Values[7] is 1L,
                    RunPositions = at,
                };
                Know(key);
                break;
            case (not null, [string ns, long version]):
                _versions[ns] = Math.Max(_versions.GetValueOrDefault(ns), version);
                break;
            default:
                // An index, the schema, or nothing of ours.
                break;
        }
    }

    private void Settle(SettingChange newest)
    {
        if (_overrides.TryGetValue(newest.Key, out var found) && found.TimeUs > newest.TimeUs)
        {
            // The change that stored it is lost, the value is not.
            return;
        }

        if (newest.New is { } value)
        {
            _overrides[newest.Key] = new StoredOverride(newest.Key, value, newest.Who, newest.TimeUs);
        }
        else
        {
            _overrides.Remove(newest.Key);
        }
    }

    private void Know(string key) => _versions.TryAdd(NamespaceOf(key), 0);

    private long ChangesIn(string ns) => _history.Values.Count(change => change.Via != ChangeVia.File && NamespaceOf(change.Key) == ns);

    // The last part of a key is the name of the setting.
    private static string NamespaceOf(string key) => key[..Math.Max(0, key.LastIndexOf('.'))];

    private static Dictionary<string, long>? Positions(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, long>>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
