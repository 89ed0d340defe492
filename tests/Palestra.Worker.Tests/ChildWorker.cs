using System.Diagnostics;

namespace Palestra.Worker.Tests;

/// <summary>A worker in a process of its own.</summary>
internal static class ChildWorker
{
    public const string Verb = "--worker";

    /// <param name="largestFileBytes">No file of the process may grow beyond it: what a full disk is to the process.</param>
    public static Process Start(string dataDir, string runId, long outboxBytes = 64 << 20, long? largestFileBytes = null)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardError = true, RedirectStandardInput = true };
        var limit = largestFileBytes is { } bytes ? $"trap '' XFSZ; ulimit -f {bytes / 512}; " : "";
        foreach (var argument in new[]
        {
            "-c", limit + "exec \"$@\"", "sh", "dotnet", typeof(ChildWorker).Assembly.Location, Verb, dataDir, runId, $"{outboxBytes}",
        })
        {
            start.ArgumentList.Add(argument);
        }

        // The runtime's own way to protect code wants a file far above any limit.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return Process.Start(start) ?? throw new InvalidOperationException("The worker process did not start.");
    }
}
