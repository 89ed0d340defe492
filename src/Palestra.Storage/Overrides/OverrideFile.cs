using System.Text.Json;
using Palestra.Settings;

namespace Palestra.Storage;

/// <summary>What makes a file a store of settings: magic, version, tables (docs/formats/stored-settings.md).</summary>
internal static class OverrideFile
{
    /// <summary><c>PLSS</c> in the header of the file.</summary>
    public const int ApplicationId = 0x504C5353;

    public const int Version = 1;

    // Tables with row ids, because damaged ones are read page by page. The history refuses to be changed by any tool.
    private const string Schema = """
        CREATE TABLE overrides (key TEXT PRIMARY KEY, value TEXT NOT NULL, who TEXT NOT NULL, time_us INTEGER NOT NULL);
        CREATE TABLE namespaces (namespace TEXT PRIMARY KEY, version INTEGER NOT NULL);
        CREATE TABLE history (
            id INTEGER PRIMARY KEY, time_us INTEGER NOT NULL, who TEXT NOT NULL, via TEXT NOT NULL, key TEXT NOT NULL,
            old TEXT, new TEXT, pending INTEGER NOT NULL, run_positions TEXT NOT NULL);
        CREATE INDEX history_of_key ON history (key, id);
        CREATE TRIGGER history_stays BEFORE UPDATE ON history BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
        CREATE TRIGGER history_keeps BEFORE DELETE ON history BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
        """;

    /// <returns><c>null</c> when nothing was ever stored.</returns>
    public static SqliteDb? OpenReader(string path, TimeSpan busyTimeout)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var db = SqliteDb.OpenReader(path, busyTimeout);
        try
        {
            if (IsCreated(db))
            {
                return db;
            }

            db.Dispose();
            return null;
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }

    /// <summary>Opens the file, made first if it is not there; every commit is on disk when it returns.</summary>
    public static SqliteDb OpenWriter(string path, TimeSpan busyTimeout)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var db = SqliteDb.OpenWriter(path, busyTimeout);
        try
        {
            if (!IsCreated(db))
            {
                db.Execute("PRAGMA journal_mode = wal");
                db.Execute("BEGIN IMMEDIATE");
                // Another process may have been faster.
                db.Execute(IsCreated(db) ? "ROLLBACK" : $"{Schema} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}; COMMIT");
            }

            db.Execute("PRAGMA synchronous = 2");
            return db;
        }
        catch
        {
            db.RollBackIfOpen();
            db.Dispose();
            throw;
        }
    }

    public static List<StoredOverride> ReadOverrides(SqliteDb db)
    {
        var overrides = new List<StoredOverride>();
        using var rows = db.Prepare("SELECT key, value, who, time_us FROM overrides ORDER BY key");
        while (rows.Step())
        {
            overrides.Add(new StoredOverride(rows.Text(0), rows.Text(1), rows.Text(2), rows.Int(3)));
        }

        return overrides;
    }

    /// <summary>The sentence for what went wrong with the file; <c>null</c> for faults of the program.</summary>
    public static OverrideStoreException? Explain(string path, Exception e) => e switch
    {
        SqliteException refused => new($"'{path}' (stored settings) cannot be used: {refused.Reason} ({refused.Message}).", e),
        IOException or UnauthorizedAccessException => new($"'{path}' (stored settings) cannot be used: {e.Message}", e),
        JsonException => new($"'{path}' (stored settings) cannot be used: its content is damaged ({e.Message}).", e),
        OverrideStoreException known => known,
        _ => null,
    };

    /// <exception cref="OverrideStoreException">It is not ours, or of a newer format.</exception>
    private static bool IsCreated(SqliteDb db)
    {
        var version = db.Scalar("PRAGMA user_version");
        var magic = db.Scalar("PRAGMA application_id");
        return (magic, version) switch
        {
            (0, 0) => false,
            (ApplicationId, >= 1 and <= Version) => true,
            (ApplicationId, _) => throw new OverrideStoreException(
                $"'{db.Path}' has stored settings format {version}; this program reads 1 to {Version}: use the version that wrote it, or a newer one."),
            _ => throw new OverrideStoreException(
                $"'{db.Path}' does not hold stored settings: its application id is 0x{magic:X8}, theirs is 0x{ApplicationId:X8}."),
        };
    }
}
