using SQLitePCL;

namespace Palestra.Storage;

/// <summary>
/// One SQLite connection with prepared statements. Thin on purpose: blobs are bound and read as spans, result codes are
/// kept, and nothing is pooled or retried behind our back. Used by one thread at a time.
/// </summary>
internal sealed class SqliteDb : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly List<SqliteStatement> _statements = [];

    static SqliteDb()
    {
        Batteries_V2.Init();
        GatheredLog.Use();
    }

    private SqliteDb(sqlite3 handle, string path)
    {
        _handle = handle;
        Path = path;
    }

    public string Path { get; }

    public static SqliteDb OpenWriter(string path, TimeSpan busyTimeout) =>
        Open(path, path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE, busyTimeout);

    /// <summary>
    /// Opens for writing much at once, with <see cref="GatheredLog"/>. It relies on <c>synchronous=FULL</c>: never set another.
    /// </summary>
    public static SqliteDb OpenFastWriter(string path, TimeSpan busyTimeout)
    {
        var db = Open(path, path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE, busyTimeout, GatheredLog.Name);
        try
        {
            db.Execute("PRAGMA synchronous = 2");
            return db;
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens for reading. A copy on a medium that cannot be written is opened as immutable, since a reader of a
    /// write-ahead log needs a place for its index.
    /// </summary>
    public static SqliteDb OpenReader(string path, TimeSpan busyTimeout)
    {
        SqliteDb? db = null;
        try
        {
            db = Open(path, path, raw.SQLITE_OPEN_READONLY, busyTimeout);
            db.Scalar("SELECT count(*) FROM sqlite_schema");
            return db;
        }
        catch (SqliteException e) when (e.IsUnavailable && !e.IsBusy && File.Exists(path) && NoLogBeside(path))
        {
            db?.Dispose();
            var uri = "file:" + Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal) + "?immutable=1";
            return Open(uri, path, raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_URI, busyTimeout);
        }
        catch
        {
            db?.Dispose();
            throw;
        }
    }

    /// <summary>Whether all there is of a database is in its file. Ask before opening it: a reader makes an empty log.</summary>
    public static bool NoLogBeside(string path) => new FileInfo(path + "-wal") is not { Exists: true, Length: > 0 };

    /// <summary>For tests that make the disk or the process fail: called before each statement runs.</summary>
    public Action<string>? BeforeStatement { get; set; }

    public void Execute(string sql)
    {
        BeforeStatement?.Invoke(sql);
        Check(raw.sqlite3_exec(_handle, sql), sql);
    }

    /// <summary>The first column of the first row, as an integer; 0 when there is no row or it is NULL.</summary>
    public long Scalar(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() && !statement.IsNull(0) ? statement.Int(0) : 0;
    }

    public string Text(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Text(0) : "";
    }

    /// <summary>Belongs to the caller; what the caller does not dispose ends with the connection.</summary>
    public SqliteStatement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_handle, sql, out var handle), sql);
        var statement = new SqliteStatement(this, handle, sql);
        _statements.Add(statement);
        return statement;
    }

    public bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    public void RollBackIfOpen()
    {
        if (InTransaction)
        {
            // A failure that already ended the transaction makes this fail as well, which changes nothing.
            _ = raw.sqlite3_exec(_handle, "ROLLBACK");
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements.ToArray())
        {
            statement.Dispose();
        }

        _handle.Dispose();
    }

    internal void Forget(SqliteStatement statement) => _statements.Remove(statement);

    internal void Check(int code, string what)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw new SqliteException(
                raw.sqlite3_extended_errcode(_handle), $"{raw.sqlite3_errmsg(_handle).utf8_to_string()} (in: {what})");
        }
    }

    private static SqliteDb Open(string name, string path, int flags, TimeSpan busyTimeout, string? vfs = null)
    {
        // Connections are never shared between threads, so SQLite need not lock for it.
        var code = raw.sqlite3_open_v2(name, out var handle, flags | raw.SQLITE_OPEN_NOMUTEX, vfs);
        var db = new SqliteDb(handle, path);
        try
        {
            db.Check(code, "open");
            _ = raw.sqlite3_busy_timeout(handle, (int)busyTimeout.TotalMilliseconds);
            return db;
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }
}
