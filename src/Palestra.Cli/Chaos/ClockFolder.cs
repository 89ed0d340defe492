using System.Globalization;
using System.Runtime.InteropServices;

namespace Palestra.Cli.Chaos;

/// <summary>
/// Where a chaos session keeps the clocks of its processes: one file for each, named by process id, and one for those yet
/// to be started. Each holds one little-endian number: how far ahead the wall clock is, in ticks of 100 ns.
/// </summary>
internal sealed class ClockFolder(string path)
{
    /// <summary>Names the folder to a process, and to those it starts.</summary>
    public const string Variable = "PALESTRA_CHAOS_CLOCKS";

    public const int FileBytes = sizeof(long);

    private readonly DirectoryInfo _folder = Directory.CreateDirectory(path);

    /// <summary>Its full path.</summary>
    public string Name => _folder.FullName;

    /// <summary>Sets the clock of one process.</summary>
    /// <exception cref="ChaosException">That process does not look at these clocks.</exception>
    public void Move(int pid, TimeSpan by)
    {
        var file = FileOf(_folder, pid);
        if (!File.Exists(file))
        {
            throw new ChaosException($"Process {pid} has no clock in '{Name}'.");
        }

        Move(file, by);
    }

    /// <summary>Sets the clock of the machine: of all processes, also of those that are yet to come.</summary>
    public void MoveAll(TimeSpan by)
    {
        Move(FileOfNew(_folder), by);
        foreach (var file in _folder.EnumerateFiles().Where(file => int.TryParse(file.Name, CultureInfo.InvariantCulture, out _)))
        {
            Move(file.FullName, by);
        }
    }

    internal static string FileOf(DirectoryInfo folder, int pid) =>
        Path.Combine(folder.FullName, pid.ToString(CultureInfo.InvariantCulture));

    internal static string FileOfNew(DirectoryInfo folder) => Path.Combine(folder.FullName, "new");

    internal static long Read(string file) => File.Exists(file) ? MemoryMarshal.Read<long>(File.ReadAllBytes(file)) : 0;

    internal static byte[] Bytes(long ticks) => BitConverter.GetBytes(ticks);

    // In place and in one write: the processes have it mapped.
    private static void Move(string file, TimeSpan by)
    {
        using var handle = File.OpenHandle(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        var now = new byte[FileBytes];
        _ = RandomAccess.Read(handle, now, 0);
        RandomAccess.Write(handle, Bytes(MemoryMarshal.Read<long>(now) + by.Ticks), 0);
    }
}
