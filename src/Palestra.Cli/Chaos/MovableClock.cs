using System.IO.MemoryMappedFiles;

namespace Palestra.Cli.Chaos;

/// <summary>
/// The clock of a process that a chaos session started: its wall time is ahead of the machine's (or behind) by what the
/// session writes into the file that bears the process's id. Steady time and timers are the machine's, as they are when
/// somebody sets a real clock. Thread-safe.
/// </summary>
internal sealed class MovableClock : TimeProvider
{
    private readonly MemoryMappedViewAccessor _ahead;

    private MovableClock(DirectoryInfo folder)
    {
        var own = ClockFolder.FileOf(folder, Environment.ProcessId);
        File.WriteAllBytes(own, ClockFolder.Bytes(ClockFolder.Read(ClockFolder.FileOfNew(folder))));
        using var file = MemoryMappedFile.CreateFromFile(own, FileMode.Open, mapName: null, ClockFolder.FileBytes, MemoryMappedFileAccess.Read);
        _ahead = file.CreateViewAccessor(0, ClockFolder.FileBytes, MemoryMappedFileAccess.Read);
    }

    /// <summary>The system's clock, except where a chaos session has started this process and said so in its environment.</summary>
    public static TimeProvider OfThisProcess()
    {
        if (Environment.GetEnvironmentVariable(ClockFolder.Variable) is not { Length: > 0 } folder)
        {
            return System;
        }

        Console.Error.WriteLine($"The wall clock of this process can be moved by the files in '{folder}' ({ClockFolder.Variable}): for chaos only.");
        return new MovableClock(new DirectoryInfo(folder));
    }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(_ahead.ReadInt64(0));
}
