using System.Globalization;
using System.Text.Json;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// The list of runs (<c>catalog.db</c>): a copy of what the run folders say, for fast lists, and rebuilt from them when
/// it is lost or damaged. Any thread; one process (the daemon).
/// </summary>
public sealed class Catalog : IDisposable
{
    private const int ApplicationId = 0x504C5343;
    private const int Version = 1;
    private const string Schema = """
        CREATE TABLE runs (
            run_id TEXT PRIMARY KEY, created_us INTEGER NOT NULL, status TEXT NOT NULL, env_id TEXT NOT NULL,
            search TEXT NOT NULL, json TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX runs_newest ON runs (created_us DESC, run_id DESC);
        """;

    [NotTunable("The lock of the data folder leaves one user of this list: only a foreign tool can be in the way.")]
    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(5);

    private readonly DataRoot _root;
    private readonly SqliteDb _db;
    private readonly Lock _lock = new();

    private Catalog(DataRoot root, SqliteDb db)
    {
        _root = root;
        _db = db;
    }

    /// <summary>Why the list was set aside and rebuilt when it was opened; <c>null</c> when it was sound or new.</summary>
    public string? RebuiltBecause { get; private init; }

    /// <summary>Opens or makes the list and brings it in line with the folders that are there.</summary>
    /// <exception cref="RunFileException">It is of a newer version, or the data folder cannot be written.</exception>
    public static Catalog Open(DataRoot root)
    {
        try
        {
            return Reconciled(new Catalog(root, OpenDb(root)));
        }
        catch (RunFileException e) when (e.InnerException is SqliteException { IsDamaged: true } damage)
        {
            SetAside(root);
            return Reconciled(new Catalog(root, OpenDb(root)) { RebuiltBecause = $"'{root.CatalogFile}' was damaged: {damage.Message}" });
        }
    }

    /// <summary>Like <see cref="Open"/>, and reads every run folder again.</summary>
    public static Catalog Rebuild(DataRoot root)
    {
        var catalog = Open(root);
        foreach (var folder in catalog.Folders())
        {
            catalog.Upsert(RunScan.RowOf(new RunFolder(folder)));
        }

        return catalog;
    }

    public void Upsert(CatalogRow row) => Locked(() =>
    {
        using var put = _db.Prepare("INSERT OR REPLACE INTO runs (run_id, created_us, status, env_id, search, json) VALUES (?, ?, ?, ?, ?, ?)");
        var search = string.Join('\n', [row.RunId, row.Name, row.EnvId, row.Algorithm, .. row.Tags]).ToLowerInvariant();
        put.Bind(row.RunId).Bind(row.CreatedUs).Bind(row.Status).Bind(row.EnvId).Bind(search)
            .Bind(JsonSerializer.Serialize(row, RunManifest.Json)).Run();
        return true;
    });

    /// <summary>Reads the run's folder again and keeps what it says.</summary>
    public CatalogRow Refresh(RunId run)
    {
        var row = RunScan.RowOf(_root.Run(run));
        Upsert(row);
        return row;
    }

    public CatalogRow? Find(string runId) => Locked(() =>
    {
        using var row = _db.Prepare("SELECT json FROM runs WHERE run_id = ?").Bind(runId);
        return row.Step() ? Parse(row.Text(0)) : null;
    });

    public CatalogPage Page(CatalogQuery query) => Locked(() =>
    {
        const string Where = "(?1 IS NULL OR instr(search, ?1) > 0) AND (?2 IS NULL OR status = ?2) AND (?3 IS NULL OR env_id = ?3)";
        using var count = Filter(_db.Prepare($"SELECT count(*) FROM runs WHERE {Where}"), query);
        var total = count.Step() ? count.Int(0) : 0;
        var (createdUs, runId) = ParseCursor(query.Cursor);
        using var rows = Filter(_db.Prepare(
            $"SELECT created_us, run_id, json FROM runs WHERE {Where} AND (created_us, run_id) < (?4, ?5) ORDER BY created_us DESC, run_id DESC LIMIT ?6"),
            query).Bind(createdUs).Bind(runId).Bind(query.Limit + 1L);
        var page = new List<CatalogRow>();
        string? next = null, last = null;
        while (rows.Step())
        {
            if (page.Count == query.Limit)
            {
                next = last;
                break;
            }

            page.Add(Parse(rows.Text(2)));
            last = string.Create(CultureInfo.InvariantCulture, $"{rows.Int(0)}.{rows.Text(1)}");
        }

        return new CatalogPage(page, next, total);
    });

    /// <summary>Takes a run off the list; its folder is the caller's matter.</summary>
    public void Delete(string runId) => Locked(() =>
    {
        using var delete = _db.Prepare("DELETE FROM runs WHERE run_id = ?");
        delete.Bind(runId).Run();
        return true;
    });

    public void Dispose() => Locked(() =>
    {
        _db.Dispose();
        return true;
    });

    private static SqliteDb OpenDb(DataRoot root)
    {
        SqliteDb? db = null;
        try
        {
            Directory.CreateDirectory(root.RunsFolder);
            db = SqliteDb.OpenWriter(root.CatalogFile, BusyTimeout);
            var version = db.Scalar("PRAGMA user_version");
            if (version == 0)
            {
                db.Execute($"PRAGMA journal_mode = wal; BEGIN; {Schema} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}; COMMIT");
            }
            else if (version > Version || db.Scalar("PRAGMA application_id") != ApplicationId)
            {
                throw new RunFileException(
                    $"'{root.CatalogFile}' has run list format {version}; this program reads 1 to {Version}: use the version that wrote it, or a newer one.");
            }

            // A copy of what the run files hold: losing the last changes in a power cut costs a re-read of a folder.
            db.Execute("PRAGMA synchronous = 1");
            return db;
        }
        catch (Exception e)
        {
            db?.Dispose();
            throw e switch
            {
                SqliteException refused => Translate(root, refused),
                IOException or UnauthorizedAccessException => new RunFileException($"The data folder '{root.Path}' cannot be written: {e.Message}", e),
                _ => e,
            };
        }
    }

    private static RunFileException Translate(DataRoot root, SqliteException e)
    {
        var sentence = $"The run list '{root.CatalogFile}' cannot be used: {e.Reason} ({e.Message}).";
        return e.IsUnavailable ? new RunFileUnavailableException(sentence, e) : new RunFileException(sentence, e);
    }

    private static void SetAside(DataRoot root)
    {
        File.Move(root.CatalogFile, root.CatalogFile + ".damaged", overwrite: true);
        File.Delete(root.CatalogFile + "-wal");
        File.Delete(root.CatalogFile + "-shm");
    }

    /// <summary>Adds runs that were copied in, and drops rows of folders that are gone.</summary>
    private static Catalog Reconciled(Catalog catalog)
    {
        try
        {
            var listed = catalog.Locked(() =>
            {
                var ids = new HashSet<string>(StringComparer.Ordinal);
                using var rows = catalog._db.Prepare("SELECT run_id FROM runs");
                while (rows.Step())
                {
                    ids.Add(rows.Text(0));
                }

                return ids;
            });
            foreach (var folder in catalog.Folders())
            {
                if (!listed.Remove(Path.GetFileName(folder)))
                {
                    catalog.Upsert(RunScan.RowOf(new RunFolder(folder)));
                }
            }

            foreach (var gone in listed)
            {
                catalog.Delete(gone);
            }

            return catalog;
        }
        catch
        {
            catalog.Dispose();
            throw;
        }
    }

    private IEnumerable<string> Folders() => Directory.EnumerateDirectories(_root.RunsFolder)
        .Where(folder => RunId.TryParse(Path.GetFileName(folder), out _)
            && (File.Exists(Path.Combine(folder, "run.db")) || File.Exists(Path.Combine(folder, "run.json"))));

    private static SqliteStatement Filter(SqliteStatement statement, CatalogQuery query) => statement
        .Bind(string.IsNullOrWhiteSpace(query.Text) ? null : query.Text.Trim().ToLowerInvariant())
        .Bind(string.IsNullOrEmpty(query.State) ? null : query.State)
        .Bind(string.IsNullOrEmpty(query.EnvId) ? null : query.EnvId);

    private static (long CreatedUs, string RunId) ParseCursor(string? cursor)
    {
        var dot = cursor?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        return dot > 0 && long.TryParse(cursor.AsSpan(0, dot), CultureInfo.InvariantCulture, out var createdUs)
            ? (createdUs, cursor![(dot + 1)..])
            : (long.MaxValue, "");
    }

    private static CatalogRow Parse(string json) => JsonSerializer.Deserialize<CatalogRow>(json, RunManifest.Json)!;

    private T Locked<T>(Func<T> work)
    {
        using var scope = _lock.EnterScope();
        try
        {
            return work();
        }
        catch (SqliteException e)
        {
            throw Translate(_root, e);
        }
    }
}
