using System.Diagnostics;
using System.Globalization;

namespace Palestra.EndToEnd.Tests;

internal static class Signals
{
    public static void Kill(int pid) => Send(pid, "KILL");

    public static void Send(int pid, string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, pid.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
