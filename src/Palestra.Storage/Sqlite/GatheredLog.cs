using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Palestra.Settings;
using SQLitePCL;

namespace Palestra.Storage;

/// <summary>
/// SQLite's own file system with one difference: what is appended to a write-ahead log is gathered and written in large
/// pieces. By itself SQLite writes each page of a log in two parts, header and page, that lie across the pages of the
/// system's cache: a transaction of a thousand pages is two thousand calls, and most of what they cost is calling.
/// <para>
/// Nobody sees a difference (ADR 0010). Whatever asks something of the file (reading, size, truncation, sync, close) first
/// writes what was gathered. With <c>synchronous=FULL</c> a log is synced before SQLite tells other connections, in the
/// shared index, that the transaction is there. A write that fails is reported by the call that made it happen, on which
/// the transaction depends in any case. Files that are no logs are SQLite's alone.
/// </para>
/// One thread at a time for each connection, as SQLite asks.
/// </summary>
internal static unsafe class GatheredLog
{
    /// <summary>The name under which a connection asks for it.</summary>
    public const string Name = "palestra-gathered-log";

    [NotTunable("Bytes written at once, about thirty pages: more made nothing faster, and each open log has so much.")]
    private const int MostBytes = 128 * 1024;

    /// <summary>All functions that <see cref="SqliteVfs"/> knows are there from this version on.</summary>
    private const int KnownVersion = 3;

    private static readonly SqliteVfs* System = Register();

    /// <summary>What is kept of an open log, behind what SQLite's own file system keeps.</summary>
    private struct Log
    {
        /// <summary>SQLite's, with ours in place of some.</summary>
        public SqliteFileMethods Methods;
        public SqliteFileMethods* Own;
        public byte* Bytes;
        public int Count;

        /// <summary>Where in the file they belong.</summary>
        public long Start;
    }

    /// <summary>Makes the name known to SQLite, once in a process. Any thread.</summary>
    /// <exception cref="TypeInitializationException">SQLite has no file system to build upon, or refused another one.</exception>
    public static void Use() => RuntimeHelpers.RunClassConstructor(typeof(GatheredLog).TypeHandle);

    private static SqliteVfs* Register()
    {
        var system = SqliteVfs.Find(null);
        if (system is null || system->Version < KnownVersion)
        {
            throw new InvalidOperationException($"SQLite's file system has version {(system is null ? 0 : system->Version)}; {KnownVersion} is needed.");
        }

        // SQLite keeps it to the end of the process.
        var ours = (SqliteVfs*)NativeMemory.Alloc((nuint)sizeof(SqliteVfs));
        *ours = *system;
        ours->Name = (byte*)Marshal.StringToCoTaskMemUTF8(Name);
        ours->Next = null;
        ours->FileBytes = RoundedUp(system->FileBytes) + sizeof(Log);
        ours->Open = &Open;
        var code = SqliteVfs.Register(ours, isDefault: 0);
        return code == raw.SQLITE_OK ? system : throw new InvalidOperationException($"SQLite refused a file system: code {code}.");
    }

    private static int RoundedUp(int bytes) => (bytes + 7) & ~7;

    private static Log* Of(SqliteFile* file) => (Log*)((byte*)file + RoundedUp(System->FileBytes));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(SqliteVfs* vfs, byte* path, SqliteFile* file, int flags, int* outFlags)
    {
        if ((flags & raw.SQLITE_OPEN_WAL) == 0)
        {
            return System->Open(System, path, file, flags, outFlags);
        }

        var bytes = Allocate();
        if (bytes is null)
        {
            file->Methods = null;
            return raw.SQLITE_NOMEM;
        }

        var code = System->Open(System, path, file, flags, outFlags);
        if (code != raw.SQLITE_OK)
        {
            NativeMemory.Free(bytes);
            return code;
        }

        var log = Of(file);
        *log = new Log { Own = file->Methods, Methods = *file->Methods, Bytes = bytes };
        log->Methods.Close = &Close;
        log->Methods.Read = &Read;
        log->Methods.Write = &Write;
        log->Methods.Truncate = &Truncate;
        log->Methods.Sync = &Sync;
        log->Methods.Size = &Size;
        file->Methods = &log->Methods;
        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(SqliteFile* file, byte* bytes, int count, long at)
    {
        var log = Of(file);
        if (at != log->Start + log->Count || log->Count + count > MostBytes)
        {
            if (Flush(file, log) is not raw.SQLITE_OK and var code)
            {
                return code;
            }

            log->Start = at;
        }

        if (count > MostBytes)
        {
            return log->Own->Write(file, bytes, count, at);
        }

        Buffer.MemoryCopy(bytes, log->Bytes + log->Count, MostBytes - log->Count, count);
        log->Count += count;
        return raw.SQLITE_OK;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(SqliteFile* file, byte* into, int count, long at)
    {
        var log = Of(file);
        return Flush(file, log) is not raw.SQLITE_OK and var code ? code : log->Own->Read(file, into, count, at);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(SqliteFile* file, long size)
    {
        var log = Of(file);
        return Flush(file, log) is not raw.SQLITE_OK and var code ? code : log->Own->Truncate(file, size);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(SqliteFile* file, int how)
    {
        var log = Of(file);
        return Flush(file, log) is not raw.SQLITE_OK and var code ? code : log->Own->Sync(file, how);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Size(SqliteFile* file, long* size)
    {
        var log = Of(file);
        return Flush(file, log) is not raw.SQLITE_OK and var code ? code : log->Own->Size(file, size);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(SqliteFile* file)
    {
        var log = Of(file);
        var flushed = Flush(file, log);
        NativeMemory.Free(log->Bytes);
        file->Methods = log->Own;
        var closed = file->Methods->Close(file);
        return flushed == raw.SQLITE_OK ? closed : flushed;
    }

    /// <summary>What cannot be written is forgotten: the transaction it belongs to fails, and is written anew or not at all.</summary>
    private static int Flush(SqliteFile* file, Log* log)
    {
        var count = log->Count;
        log->Count = 0;
        return count == 0 ? raw.SQLITE_OK : log->Own->Write(file, log->Bytes, count, log->Start);
    }

    /// <returns><c>null</c> where there is no memory: an exception must not reach SQLite.</returns>
    private static byte* Allocate()
    {
        try
        {
            return (byte*)NativeMemory.Alloc(MostBytes);
        }
        catch (OutOfMemoryException)
        {
            return null;
        }
    }
}
