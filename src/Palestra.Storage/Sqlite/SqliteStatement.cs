using SQLitePCL;

namespace Palestra.Storage;

/// <summary>
/// A prepared statement. Bind all parameters in order with <see cref="Bind(long)"/> and its siblings, then
/// <see cref="Step"/> or <see cref="Run"/>; columns are 0-based and valid until the next step.
/// </summary>
internal sealed class SqliteStatement(SqliteDb db, sqlite3_stmt handle, string sql) : IDisposable
{
    private int _bound;

    public SqliteStatement Bind(long value) => Bound(raw.sqlite3_bind_int64(handle, ++_bound, value));

    public SqliteStatement Bind(long? value) => value is { } known ? Bind(known) : BindNull();

    public SqliteStatement Bind(bool value) => Bind(value ? 1L : 0L);

    /// <summary>SQLite has no NaN: it becomes NULL.</summary>
    public SqliteStatement Bind(double value) => Bound(raw.sqlite3_bind_double(handle, ++_bound, value));

    public SqliteStatement Bind(string? value) =>
        value is null ? BindNull() : Bound(raw.sqlite3_bind_text(handle, ++_bound, value));

    public SqliteStatement Bind(ReadOnlySpan<byte> value) => Bound(raw.sqlite3_bind_blob(handle, ++_bound, value));

    public SqliteStatement BindNull() => Bound(raw.sqlite3_bind_null(handle, ++_bound));

    /// <returns><c>false</c> when there is no further row; the statement is then ready to be bound again.</returns>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        try
        {
            db.Check(code, sql);
        }
        finally
        {
            Reset();
        }

        return false;
    }

    /// <summary>Executes to the end and makes the statement ready to be bound again.</summary>
    public void Run()
    {
        db.BeforeStatement?.Invoke(sql);
        while (Step())
        {
        }
    }

    public void Reset()
    {
        // The error, if any, was thrown by Step already.
        _ = raw.sqlite3_reset(handle);
        _bound = 0;
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public long Int(int column) => raw.sqlite3_column_int64(handle, column);

    public long? IntOrNull(int column) => IsNull(column) ? null : Int(column);

    public bool Bool(int column) => Int(column) != 0;

    /// <summary>NULL is NaN, as <see cref="Bind(double)"/> wrote it.</summary>
    public double Double(int column) => IsNull(column) ? double.NaN : raw.sqlite3_column_double(handle, column);

    /// <summary>NULL and text are no numbers.</summary>
    public bool IsNumber(int column) => raw.sqlite3_column_type(handle, column) is raw.SQLITE_FLOAT or raw.SQLITE_INTEGER;

    public string Text(int column) => raw.sqlite3_column_text(handle, column).utf8_to_string() ?? "";

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(handle, column);

    public void Dispose()
    {
        db.Forget(this);
        handle.Dispose();
    }

    private SqliteStatement Bound(int code)
    {
        db.Check(code, sql);
        return this;
    }
}
