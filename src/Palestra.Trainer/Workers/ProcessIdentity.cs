using System.Globalization;

namespace Palestra.Trainer.Workers;

/// <summary>
/// A process and not merely a number: pids are reused, so a pid is only meaningful with the moment the process began.
/// </summary>
/// <param name="Pid">Process id.</param>
/// <param name="StartTicks">Linux: clock ticks between boot and the start of the process; 0 where unknown.</param>
internal readonly record struct ProcessIdentity(int Pid, long StartTicks)
{
    private const int StateField = 0;
    private const int StartTicksField = 19;

    /// <summary>Whether this very process still runs. Zombies do not.</summary>
    public bool IsAlive()
    {
        if (!OperatingSystem.IsLinux())
        {
            return ProcessExists(Pid);
        }

        return TryReadStat($"/proc/{Pid}/stat", out var now, out var state)
            && state is not ('Z' or 'X')
            && (StartTicks == 0 || now.StartTicks == StartTicks);
    }

    /// <summary>Reads a line in the format of <c>/proc/PID/stat</c>, or a bare pid.</summary>
    public static bool TryReadStat(string path, out ProcessIdentity identity, out char state)
    {
        identity = default;
        state = '?';
        string line;
        try
        {
            line = File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        // The name of the program stands in parentheses and may itself hold spaces and parentheses.
        var open = line.IndexOf('(', StringComparison.Ordinal);
        var close = line.LastIndexOf(')');
        if (open < 0 || close < open)
        {
            var bare = int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var pidOnly);
            identity = new ProcessIdentity(pidOnly, 0);
            return bare;
        }

        var fields = line[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!int.TryParse(line[..open], NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var pid)
            || fields.Length <= StartTicksField
            || !long.TryParse(fields[StartTicksField], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks))
        {
            return false;
        }

        state = fields[StateField][0];
        identity = new ProcessIdentity(pid, ticks);
        return true;
    }

    private static bool ProcessExists(int pid)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
