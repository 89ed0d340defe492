namespace Palestra.Worker;

/// <summary>One run from its manifest to its end.</summary>
public static class WorkerProcess
{
    /// <param name="stop">Asks for a good end, as SIGTERM does.</param>
    /// <returns>A <see cref="WorkerExitCode"/>.</returns>
    public static Task<int> RunAsync(WorkerOptions options, CancellationToken stop = default) => throw new NotImplementedException();
}
