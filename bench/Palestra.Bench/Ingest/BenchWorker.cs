using System.Text.Json;
using Palestra.Storage;
using Palestra.Worker;

namespace Palestra.Bench;

/// <summary>The worker process of the benchmarks: a worker like any other, unless the run asks for the bare pipe.</summary>
public static class BenchWorker
{
    /// <returns>The exit code of the process.</returns>
    public static async Task<int> RunAsync(WorkerOptions options, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        BenchTrainer.Register();
        BenchPipe.Register();
        var folder = options.DataRoot.Run(options.RunId);
        var manifest = JsonSerializer.Deserialize<RunManifest>(await File.ReadAllBytesAsync(folder.ManifestFile, stop).ConfigureAwait(false), RunManifest.Json);
        return manifest?.Algorithm == BenchPipe.Id
            ? await BenchPipe.RunAsync(manifest, options, stop).ConfigureAwait(false)
            : await WorkerProcess.RunAsync(options, stop).ConfigureAwait(false);
    }
}
