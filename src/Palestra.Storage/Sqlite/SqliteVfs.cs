using System.Runtime.InteropServices;

namespace Palestra.Storage;

/// <summary>
/// SQLite's <c>sqlite3_vfs</c>, version 3 (https://www.sqlite.org/c3ref/vfs.html): how it opens files. What nobody here
/// calls is a bare address.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SqliteVfs
{
    public int Version;

    /// <summary>Bytes that SQLite sets aside for an open file.</summary>
    public int FileBytes;

    public int LongestPath;
    public SqliteVfs* Next;
    public byte* Name;
    public nint Data;
    public delegate* unmanaged[Cdecl]<SqliteVfs*, byte*, SqliteFile*, int, int*, int> Open;
    public nint Delete;
    public nint Access;
    public nint FullPath;
    public nint LibraryOpen;
    public nint LibraryError;
    public nint LibrarySymbol;
    public nint LibraryClose;
    public nint Randomness;
    public nint Sleep;
    public nint CurrentTime;
    public nint LastError;
    public nint CurrentTimeMs;
    public nint SetSystemCall;
    public nint GetSystemCall;
    public nint NextSystemCall;

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    public static extern SqliteVfs* Find(byte* name);

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    public static extern int Register(SqliteVfs* vfs, int isDefault);
}

/// <summary>SQLite's <c>sqlite3_file</c>; what a file system keeps of an open file follows it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SqliteFile
{
    public SqliteFileMethods* Methods;
}

/// <summary>SQLite's <c>sqlite3_io_methods</c>, version 3 (https://www.sqlite.org/c3ref/io_methods.html).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SqliteFileMethods
{
    public int Version;
    public delegate* unmanaged[Cdecl]<SqliteFile*, int> Close;
    public delegate* unmanaged[Cdecl]<SqliteFile*, byte*, int, long, int> Read;
    public delegate* unmanaged[Cdecl]<SqliteFile*, byte*, int, long, int> Write;
    public delegate* unmanaged[Cdecl]<SqliteFile*, long, int> Truncate;
    public delegate* unmanaged[Cdecl]<SqliteFile*, int, int> Sync;
    public delegate* unmanaged[Cdecl]<SqliteFile*, long*, int> Size;
    public nint Lock;
    public nint Unlock;
    public nint CheckReservedLock;
    public nint Control;
    public nint SectorBytes;
    public nint Characteristics;
    public nint MapShared;
    public nint LockShared;
    public nint BarrierShared;
    public nint UnmapShared;
    public nint Fetch;
    public nint Unfetch;
}
