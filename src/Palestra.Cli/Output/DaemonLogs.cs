using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer;

namespace Palestra.Cli;

/// <summary>The daemon's own log, which outlives each daemon.</summary>
internal static class DaemonLogs
{
    /// <param name="follow">How long to wait between two looks; <c>null</c> ends with what is there.</param>
    /// <exception cref="UserErrorException">There is none yet.</exception>
    public static async Task PrintAsync(DataRoot data, LogSeverity least, string? component, string? runId, TimeSpan? follow, CancellationToken cancel)
    {
        if (!File.Exists(data.DaemonLogFile))
        {
            throw new UserErrorException($"There is no log in {data.Path}: no daemon has run there yet; 'palestra up' starts one.");
        }

        using var reader = new StreamReader(new FileStream(data.DaemonLogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var shown = false;
        while (true)
        {
            while (await reader.ReadLineAsync(CancellationToken.None) is { } text)
            {
                // What is no line of its own belongs to the one before.
                shown = DaemonLogLine.TryParse(text, out var line)
                    ? line.Severity >= least
                        && (component is null || string.Equals(line.Component, component, StringComparison.OrdinalIgnoreCase))
                        && (runId is null || line.RunId == runId)
                    : shown;
                if (shown)
                {
                    Console.Out.WriteLine(text);
                }
            }

            if (follow is not { } interval || cancel.IsCancellationRequested)
            {
                return;
            }

            await Wait.ForAsync(interval, cancel);
        }
    }
}
