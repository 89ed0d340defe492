using System.Text.Json;
using Palestra.Settings;

namespace Palestra.Storage;

/// <summary>
/// Stored setting overrides and the history of changes (<c>settings.db</c>, docs/formats/stored-settings.md). Reads from any
/// process at any time and never makes the file; writes belong to whoever holds the <see cref="DataRootLock"/>, and two that
/// write all the same are serialised and find each other's versions. Each call opens the file anew: changes are rare, and so
/// nothing is left open or known that is no longer true. Any thread.
/// </summary>
public sealed class OverrideStore : IOverrideStore
{
    [NotTunable("Needed before any setting is known; a healthy commit takes milliseconds.")]
    private static readonly TimeSpan DefaultBusyTimeout = TimeSpan.FromSeconds(5);

    private readonly string _path;
    private readonly TimeSpan _busyTimeout;

    public OverrideStore(DataRoot root)
        : this(root, DefaultBusyTimeout)
    {
    }

    internal OverrideStore(DataRoot root, TimeSpan busyTimeout)
    {
        ArgumentNullException.ThrowIfNull(root);
        _path = root.StoredSettingsFile;
        _busyTimeout = busyTimeout;
    }

    /// <summary>For tests that make the disk or the process fail.</summary>
    internal Action<string>? BeforeStatement { get; init; }

    /// <summary>What a data folder stores: for <see cref="SettingsSources.Stored"/>.</summary>
    /// <inheritdoc cref="Load" path="/exception"/>
    public static StoredOverrides LoadFrom(string dataFolder) => new OverrideStore(new DataRoot(dataFolder)).Load();

    /// <summary>
    /// Looks the file over; when it is damaged, carries what is readable over into a new one and keeps the damaged one beside
    /// it. Only for the holder of the <see cref="DataRootLock"/>.
    /// </summary>
    /// <returns><c>null</c> when it is sound or not there; else a sentence that says what was lost.</returns>
    /// <exception cref="OverrideStoreException">It cannot be read or replaced at present, or is not ours.</exception>
    public string? RepairIfDamaged() => OverrideRepair.Run(_path, _busyTimeout);

    public StoredOverrides Load() => Read(StoredOverrides.None, db =>
    {
        // One transaction, so that values and versions are of one moment.
        db.Execute("BEGIN");
        var overrides = OverrideFile.ReadOverrides(db);
        var versions = new Dictionary<string, long>(StringComparer.Ordinal);
        using var namespaces = db.Prepare("SELECT namespace, version FROM namespaces");
        while (namespaces.Step())
        {
            versions[namespaces.Text(0)] = namespaces.Int(1);
        }

        db.Execute("COMMIT");
        return new StoredOverrides(overrides, versions);
    });

    public StoreCommit Commit(IReadOnlyList<SettingChange> changes, IReadOnlyDictionary<string, long> expectedVersions)
    {
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(expectedVersions);
        try
        {
            using var db = OverrideFile.OpenWriter(_path, _busyTimeout);
            db.BeforeStatement = BeforeStatement;
            try
            {
                // Immediate: whoever compares versions next sees ours.
                db.Execute("BEGIN IMMEDIATE");
                var result = OverrideCommit.Write(db, changes, expectedVersions);
                db.Execute(result is StoreCommit.Done ? "COMMIT" : "ROLLBACK");
                return result;
            }
            finally
            {
                db.RollBackIfOpen();
            }
        }
        catch (Exception e) when (OverrideFile.Explain(_path, e) is { } refused)
        {
            throw refused;
        }
    }

    public IReadOnlyList<SettingChange> History(string? key, long? beforeId, int max) => Read<IReadOnlyList<SettingChange>>([], db =>
    {
        var changes = new List<SettingChange>();
        using var rows = db.Prepare("""
            SELECT id, time_us, who, via, key, old, new, pending, run_positions FROM history
            WHERE (?1 IS NULL OR key = ?1) AND id < ?2 ORDER BY id DESC LIMIT ?3
            """);
        rows.Bind(key).Bind(beforeId ?? long.MaxValue).Bind((long)max);
        while (rows.Step())
        {
            changes.Add(new SettingChange
            {
                Id = rows.Int(0),
                TimeUs = rows.Int(1),
                Who = rows.Text(2),
                Via = rows.Text(3),
                Key = rows.Text(4),
                Old = rows.TextOrNull(5),
                New = rows.TextOrNull(6),
                Pending = rows.Bool(7),
                RunPositions = JsonSerializer.Deserialize<Dictionary<string, long>>(rows.Text(8)) ?? [],
            });
        }

        return changes;
    });

    private T Read<T>(T nothing, Func<SqliteDb, T> read)
    {
        try
        {
            using var db = OverrideFile.OpenReader(_path, _busyTimeout);
            return db is null ? nothing : read(db);
        }
        catch (Exception e) when (OverrideFile.Explain(_path, e) is { } refused)
        {
            throw refused;
        }
    }
}
