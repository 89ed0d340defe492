using System.Globalization;

namespace Palestra.Storage;

/// <summary>
/// The right of one process to be the daemon of a data folder. Held by the operating system, so that it ends with the
/// process however that ends.
/// </summary>
public sealed class DataRootLock : IDisposable
{
    private readonly FileStream _file;
    private readonly string _pidFile;

    private DataRootLock(FileStream file, string pidFile)
    {
        _file = file;
        _pidFile = pidFile;
    }

    /// <param name="error">One sentence that says why not, with the pid of the process that holds it.</param>
    public static DataRootLock? TryAcquire(DataRoot root, out string? error)
    {
        // Beside the lock, since the lock itself cannot be read while it is held.
        var pidFile = Path.ChangeExtension(root.LockFile, ".pid");
        try
        {
            Directory.CreateDirectory(root.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error = $"The data folder '{root.Path}' cannot be created or written: {e.Message}";
            return null;
        }

        FileStream file;
        try
        {
            file = new FileStream(root.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            error = $"The data folder '{root.Path}' cannot be written: {e.Message}";
            return null;
        }
        catch (IOException e)
        {
            error = ReadPid(pidFile) is { } pid
                ? $"Another daemon (pid {pid}) already uses the data folder '{root.Path}': stop it, or give another --data-dir."
                : $"The lock of the data folder '{root.Path}' is taken by another process: {e.Message}";
            return null;
        }

        File.WriteAllText(pidFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        error = null;
        return new DataRootLock(file, pidFile);
    }

    public void Dispose()
    {
        File.Delete(_pidFile);
        _file.Dispose();
    }

    private static string? ReadPid(string pidFile)
    {
        try
        {
            return File.ReadAllText(pidFile).Trim();
        }
        catch (IOException)
        {
            return null;
        }
    }
}
