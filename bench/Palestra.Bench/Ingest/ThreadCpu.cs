using System.Globalization;

namespace Palestra.Bench;

/// <summary>Processor time of the calling thread: a figure that does not care what else the machine does.</summary>
internal static class ThreadCpu
{
    private const string SchedulerStats = "/proc/thread-self/schedstat";
    private const double NanosecondsPerMicrosecond = 1000;

    /// <summary>Since the thread began; 0 where the platform does not say.</summary>
    public static double Microseconds()
    {
        if (!File.Exists(SchedulerStats))
        {
            return 0;
        }

        // "time on a processor, time waiting for one, turns", both times in nanoseconds.
        var text = File.ReadAllText(SchedulerStats);
        return long.Parse(text.AsSpan(0, text.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture) / NanosecondsPerMicrosecond;
    }
}
