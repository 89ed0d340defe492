using System.Diagnostics;
using System.Globalization;

namespace Palestra.FastLane;

/// <summary>Tells whether a writer's process still lives, not fooled by a pid that was given to another process.</summary>
internal static class ProcessIdentity
{
    /// <summary>
    /// When the process began, in kernel ticks since boot; 0 where the platform does not say, -1 when there is no such
    /// process. A zombie counts as gone: it will never publish again.
    /// </summary>
    public static long StartOf(int pid)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Exists(pid) ? 0 : -1;
        }

        try
        {
            // "pid (name) state ppid …": the name may hold spaces and parentheses, so count from the last one.
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            const int State = 0;
            const int StartTime = 19;
            return fields[State] is "Z" or "X" ? -1 : long.Parse(fields[StartTime], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return -1;
        }
    }

    private static bool Exists(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
