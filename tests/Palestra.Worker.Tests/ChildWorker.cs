using System.Diagnostics;

namespace Palestra.Worker.Tests;

/// <summary>A worker in a process of its own.</summary>
internal static class ChildWorker
{
    public const string Verb = "--worker";

    public static Process Start(string dataDir, string runId)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in new[] { typeof(ChildWorker).Assembly.Location, Verb, dataDir, runId })
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("The worker process did not start.");
    }
}
