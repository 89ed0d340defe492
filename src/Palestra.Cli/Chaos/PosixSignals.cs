using System.Runtime.InteropServices;

namespace Palestra.Cli.Chaos;

/// <summary>Signals to one process, by its id. Linux.</summary>
internal static class PosixSignals
{
    private const int Killed = 9;
    private const int Terminated = 15;
    private const int Continued = 18;
    private const int Stopped = 19;

    /// <returns>Whether there was such a process.</returns>
    public static bool Kill(int pid) => Send(pid, Killed) == 0;

    public static bool Stop(int pid) => Send(pid, Stopped) == 0;

    public static bool Continue(int pid) => Send(pid, Continued) == 0;

    /// <summary>As Ctrl-C, which a process that a script started in the background does not hear.</summary>
    public static bool Terminate(int pid) => Send(pid, Terminated) == 0;

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Send(int pid, int signal);
}
