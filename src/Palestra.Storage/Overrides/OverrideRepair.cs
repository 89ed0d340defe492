using System.Globalization;
using Palestra.Settings;

namespace Palestra.Storage;

/// <summary>
/// Makes a new store of what can be read of a damaged one, page by page. Nothing else holds these values, so a damaged file
/// is never just thrown away, and what is lost is said.
/// </summary>
internal static class OverrideRepair
{
    public static string? Run(string path, TimeSpan busyTimeout)
    {
        var made = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}.repair");
        try
        {
            if (Damage(path, busyTimeout) is not { } damage)
            {
                return null;
            }

            Remove(made);
            SalvagedOverrides found;
            using (var image = PageImage.Open(path))
            {
                found = new SalvagedOverrides(new PageRecords(image), SoundTable(path, busyTimeout));
            }

            using (var db = OverrideFile.OpenWriter(made, busyTimeout))
            {
                Write(db, found);
            }

            var kept = RunRepair.Swap(path, made);
            return $"The stored settings '{path}' were damaged ({damage}): {found.Summary}; the damaged file is kept as '{kept}'.";
        }
        catch (Exception e) when (OverrideFile.Explain(path, e) is { } refused)
        {
            throw refused;
        }
        finally
        {
            Remove(made);
        }
    }

    private static string? Damage(string path, TimeSpan busyTimeout)
    {
        try
        {
            using var db = OverrideFile.OpenReader(path, busyTimeout);
            var verdict = db?.Text("PRAGMA integrity_check(1)");
            return verdict is null or "ok" ? null : verdict;
        }
        catch (SqliteException e) when (e.IsDamaged)
        {
            return e.Message;
        }
    }

    /// <summary>The stored values, when the damage is elsewhere in the file; else <c>null</c>.</summary>
    private static List<StoredOverride>? SoundTable(string path, TimeSpan busyTimeout)
    {
        try
        {
            using var db = OverrideFile.OpenReader(path, busyTimeout);
            return db?.Text("PRAGMA integrity_check('overrides')") == "ok" ? OverrideFile.ReadOverrides(db) : null;
        }
        catch (SqliteException e) when (e.IsDamaged)
        {
            return null;
        }
    }

    private static void Write(SqliteDb db, SalvagedOverrides found)
    {
        db.Execute("BEGIN IMMEDIATE");
        using var put = db.Prepare("INSERT INTO overrides (key, value, who, time_us) VALUES (?, ?, ?, ?)");
        foreach (var entry in found.Overrides)
        {
            put.Bind(entry.Key).Bind(entry.Value).Bind(entry.Who).Bind(entry.TimeUs).Run();
        }

        foreach (var change in found.History)
        {
            OverrideCommit.Append(db, change);
        }

        using var version = db.Prepare("INSERT INTO namespaces (namespace, version) VALUES (?, ?)");
        foreach (var (ns, number) in found.Versions)
        {
            version.Bind(ns).Bind(number).Run();
        }

        db.Execute("COMMIT");
        // All of it in the file itself: the log does not move with it.
        db.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static void Remove(string made)
    {
        File.Delete(made);
        File.Delete(made + "-wal");
        File.Delete(made + "-shm");
    }
}
