using System.Text.Json;
using Palestra.Settings;

namespace Palestra.Storage;

/// <summary>The statements of one commit, inside of a transaction that the caller begins and ends.</summary>
internal static class OverrideCommit
{
    public static StoreCommit Write(SqliteDb db, IReadOnlyList<SettingChange> changes, IReadOnlyDictionary<string, long> expectedVersions)
    {
        foreach (var (ns, expected) in expectedVersions)
        {
            if (VersionOf(db, ns) is var actual && actual != expected)
            {
                return new StoreCommit.Conflict(ns, expected, actual);
            }
        }

        foreach (var change in changes.Where(change => change.Via != ChangeVia.File))
        {
            Put(db, change);
        }

        var ids = changes.Select(change => Append(db, change)).ToList();
        var versions = new Dictionary<string, long>(StringComparer.Ordinal);
        using var bump = db.Prepare(
            "INSERT INTO namespaces (namespace, version) VALUES (?, ?) ON CONFLICT (namespace) DO UPDATE SET version = excluded.version");
        foreach (var (ns, expected) in expectedVersions)
        {
            versions[ns] = expected + 1;
            bump.Bind(ns).Bind(expected + 1).Run();
        }

        return new StoreCommit.Done(ids, versions);
    }

    /// <summary>Appends a change; keeps the id of one that has one already (a repaired file).</summary>
    public static long Append(SqliteDb db, SettingChange change)
    {
        using var append = db.Prepare(
            "INSERT INTO history (id, time_us, who, via, key, old, new, pending, run_positions) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        append.Bind(change.Id == 0 ? null : change.Id).Bind(change.TimeUs).Bind(change.Who).Bind(change.Via).Bind(change.Key)
            .Bind(change.Old).Bind(change.New).Bind(change.Pending).Bind(JsonSerializer.Serialize(change.RunPositions)).Run();
        return db.Scalar("SELECT last_insert_rowid()");
    }

    private static void Put(SqliteDb db, SettingChange change)
    {
        if (change.New is null)
        {
            using var delete = db.Prepare("DELETE FROM overrides WHERE key = ?");
            delete.Bind(change.Key).Run();
            return;
        }

        using var put = db.Prepare("""
            INSERT INTO overrides (key, value, who, time_us) VALUES (?, ?, ?, ?)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value, who = excluded.who, time_us = excluded.time_us
            """);
        put.Bind(change.Key).Bind(change.New).Bind(change.Who).Bind(change.TimeUs).Run();
    }

    private static long VersionOf(SqliteDb db, string ns)
    {
        using var row = db.Prepare("SELECT version FROM namespaces WHERE namespace = ?");
        row.Bind(ns);
        return row.Step() ? row.Int(0) : 0;
    }
}
