using SQLitePCL;

namespace Palestra.Storage;

/// <summary>SQLite refused something; carries its extended result code. Stays inside this room.</summary>
internal sealed class SqliteException(int code, string message) : Exception(message)
{
    public int Code { get; } = code;

    private int Primary => Code & 0xFF;

    /// <summary>The same call may succeed later: the disk, not the content, is the trouble.</summary>
    public bool IsUnavailable => Primary is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL or raw.SQLITE_IOERR
        or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_NOMEM or raw.SQLITE_PROTOCOL;

    public bool IsBusy => Primary is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    public bool IsDamaged => Primary is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_FORMAT;

    /// <summary>What happened, in words for a person.</summary>
    public string Reason => Primary switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "it is locked by another process",
        raw.SQLITE_FULL => "the disk is full",
        raw.SQLITE_IOERR => "the disk reports an error",
        raw.SQLITE_READONLY => "it cannot be written",
        raw.SQLITE_CANTOPEN => "it cannot be opened",
        raw.SQLITE_NOMEM => "memory is short",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_FORMAT => "its content is damaged",
        _ => "the database refused",
    };
}
