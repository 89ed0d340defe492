using System.Globalization;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>What makes a file a run file: magic, version, tables (docs/formats/run-file.md).</summary>
internal static class RunFileFormat
{
    /// <summary><c>PLST</c> in the header of the file.</summary>
    public const int ApplicationId = 0x504C5354;

    /// <summary>Format version in the header. A reader refuses newer ones.</summary>
    public const int Version = 1;

    /// <summary>Name of the durable path in <c>consumer_offsets</c>.</summary>
    public const string DurableConsumer = "durable_path";

    /// <summary>Optional: files of runs that ended without figures do not have it.</summary>
    public const string FiguresTable = "CREATE TABLE IF NOT EXISTS figures (name TEXT PRIMARY KEY, value REAL NOT NULL) WITHOUT ROWID";

    public static string Schema { get; } = string.Create(CultureInfo.InvariantCulture, $"""
        CREATE TABLE manifest (id INTEGER PRIMARY KEY CHECK (id = 1), created_us INTEGER NOT NULL, json TEXT NOT NULL);
        CREATE TABLE settings_used (key TEXT PRIMARY KEY, value TEXT NOT NULL, origin TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE streams (
            stream_id INTEGER PRIMARY KEY, agent_id TEXT NOT NULL, slot INTEGER NOT NULL,
            last_seq INTEGER NOT NULL, episodes INTEGER NOT NULL,
            ignored_steps INTEGER NOT NULL, ignored_episodes INTEGER NOT NULL, UNIQUE (agent_id, slot));
        CREATE TABLE blocks (
            stream_id INTEGER NOT NULL, first_seq INTEGER NOT NULL, count INTEGER NOT NULL,
            first_episode INTEGER NOT NULL, last_episode INTEGER NOT NULL,
            encoding INTEGER NOT NULL, sealed INTEGER NOT NULL, sha256 BLOB NOT NULL, payload BLOB NOT NULL,
            PRIMARY KEY (stream_id, first_seq));
        CREATE TABLE episode_rows (
            row INTEGER PRIMARY KEY, stream_id INTEGER NOT NULL, episode INTEGER NOT NULL, first_seq INTEGER NOT NULL,
            length INTEGER NOT NULL, return REAL, flags INTEGER NOT NULL, seed INTEGER,
            start_offset_us INTEGER NOT NULL, duration_us INTEGER NOT NULL, initial_observation TEXT, more_metrics TEXT);
        CREATE TABLE metrics (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
        {MetricColumns.View([])}
        CREATE TABLE series (
            metric TEXT NOT NULL, bucket INTEGER NOT NULL, count INTEGER NOT NULL, min REAL, max REAL,
            sum REAL, last REAL, PRIMARY KEY (metric, bucket)) WITHOUT ROWID;
        CREATE TABLE states (
            row INTEGER PRIMARY KEY, from_state INTEGER, to_state INTEGER NOT NULL, outcome INTEGER,
            reason TEXT NOT NULL, time_us INTEGER NOT NULL);
        CREATE TABLE log (
            row INTEGER PRIMARY KEY, time_us INTEGER NOT NULL, severity INTEGER NOT NULL, id TEXT NOT NULL,
            component TEXT NOT NULL, message TEXT NOT NULL, agent_id TEXT);
        CREATE TABLE totals (
            agent_id TEXT NOT NULL, slot INTEGER NOT NULL, last_seq INTEGER NOT NULL, episodes INTEGER NOT NULL,
            PRIMARY KEY (agent_id, slot)) WITHOUT ROWID;
        CREATE TABLE checkpoints (
            row INTEGER PRIMARY KEY, name TEXT NOT NULL, bytes INTEGER NOT NULL, time_us INTEGER NOT NULL);
        CREATE TABLE consumer_offsets (
            consumer TEXT PRIMARY KEY, bus_seq INTEGER NOT NULL, commits INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO consumer_offsets VALUES ('{DurableConsumer}', 0, 0);
        PRAGMA application_id = {ApplicationId};
        PRAGMA user_version = {Version};
        """);

    /// <exception cref="RunFileException">It is not a run file of ours, or of a version that is too new.</exception>
    public static void CheckHeader(SqliteDb db)
    {
        var magic = db.Scalar("PRAGMA application_id");
        var version = db.Scalar("PRAGMA user_version");
        if (magic == 0 && version == 0)
        {
            throw new RunFileException($"'{db.Path}' is not a run file: it is empty, or was never completely created.");
        }

        if (magic != ApplicationId)
        {
            throw new RunFileException(
                $"'{db.Path}' is not a run file: its application id is 0x{magic:X8}, a run file has 0x{ApplicationId:X8}.");
        }

        if (version is < 1 or > Version)
        {
            throw new RunFileException(
                $"'{db.Path}' has run file format {version}; this program reads 1 to {Version}: use the version that wrote it, or a newer one.");
        }
    }

    /// <summary>Sets the pragmas that the promises rest on, reads them back and compares.</summary>
    /// <exception cref="RunFileException">SQLite did not take one of them.</exception>
    public static void SetPragmas(SqliteDb db, int checkpointPages)
    {
        Set(db, "journal_mode", "wal");
        Set(db, "synchronous", "2");
        Set(db, "wal_autocheckpoint", checkpointPages.ToString(CultureInfo.InvariantCulture));
        Set(db, "foreign_keys", "0");
        Set(db, "temp_store", "2");
    }

    public static string Sentence(string path, SqliteException e) => $"Run file '{path}' cannot be used: {e.Reason} ({e.Message}).";

    public static RunFileException Translate(string path, SqliteException e) => e.IsUnavailable
        ? new RunFileUnavailableException($"Run file '{path}' cannot be used at present: {e.Reason} ({e.Message}).", e)
        : new RunFileException(Sentence(path, e), e);

    public static StepFlags FlagsOf(EpisodeFinalized episode) =>
        (episode.Terminated ? StepFlags.Terminated : 0) | (episode.Truncated ? StepFlags.Truncated : 0);

    /// <summary>Writes the manifest and the settings in force.</summary>
    public static void Insert(SqliteDb db, RunManifest manifest, byte[] json)
    {
        using var insert = db.Prepare("INSERT INTO manifest (id, created_us, json) VALUES (1, ?, ?)");
        insert.Bind(manifest.CreatedUs).Bind(System.Text.Encoding.UTF8.GetString(json)).Run();
        using var setting = db.Prepare("INSERT OR REPLACE INTO settings_used (key, value, origin) VALUES (?, ?, ?)");
        foreach (var used in manifest.Settings)
        {
            setting.Bind(used.Key).Bind(used.Value).Bind(used.Origin).Run();
        }
    }

    private static void Set(SqliteDb db, string pragma, string value)
    {
        db.Execute($"PRAGMA {pragma} = {value}");
        var now = db.Text($"PRAGMA {pragma}");
        if (now != value)
        {
            throw new RunFileException($"'{db.Path}' could not be set up: pragma {pragma} is '{now}' after it was set to '{value}'.");
        }
    }
}
