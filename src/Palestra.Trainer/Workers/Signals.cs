using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Palestra.Trainer.Workers;

/// <summary>Signals to a worker and whatever it started.</summary>
internal static class Signals
{
    private const int SigKill = 9;
    private const int SigTerm = 15;
    private const int FirstSignalExitCode = 128;

    private static readonly Dictionary<int, string> Names = new()
    {
        [1] = "SIGHUP", [2] = "SIGINT", [3] = "SIGQUIT", [4] = "SIGILL", [6] = "SIGABRT", [7] = "SIGBUS", [8] = "SIGFPE",
        [SigKill] = "SIGKILL", [11] = "SIGSEGV", [13] = "SIGPIPE", [14] = "SIGALRM", [SigTerm] = "SIGTERM", [24] = "SIGXCPU", [25] = "SIGXFSZ",
    };

    public static void Terminate(ProcessIdentity process) => Send(process, SigTerm);

    public static void Kill(ProcessIdentity process) => Send(process, SigKill);

    /// <summary>How a process ended, as a clause: <c>with exit code 3</c>, <c>by SIGKILL</c>.</summary>
    public static string Describe(int? exitCode) => exitCode switch
    {
        null => "with an exit code nobody saw",
        > FirstSignalExitCode when Names.TryGetValue(exitCode.Value - FirstSignalExitCode, out var name) => $"by {name}",
        _ => $"with exit code {exitCode}",
    };

    private static void Send(ProcessIdentity process, int signal)
    {
        if (!process.IsAlive())
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            KillTree(process.Pid);
            return;
        }

        // The worker leads its own session, so its process group has its pid. Where setsid was missing there is no such
        // group, and the signal goes to the process alone.
        if (NativeKill(-process.Pid, signal) != 0)
        {
            _ = NativeKill(process.Pid, signal);
        }
    }

    private static void KillTree(int pid)
    {
        try
        {
            using var found = Process.GetProcessById(pid);
            found.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It ended in the meantime, which is what was wanted.
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeKill(int pid, int signal);
}
