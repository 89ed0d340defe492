using System.Text.Json;
using Palestra.Agents;
using Palestra.Gym;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Wire;
using Palestra.Worker;
using V1 = Palestra.Wire.V1;

namespace Palestra.Bench;

/// <summary>
/// A worker process without environment and learner: sends prepared batches as fast as credits allow, or at a pace, and
/// measures what comes back. Shows the slow lane alone.
/// </summary>
internal static class BenchPipe
{
    public const string Id = "bench-pipe";
    public const string FiguresFile = "pipe.json";

    private static readonly Lock Registering = new();

    /// <summary>Makes <see cref="Id"/> known to this process; again is no matter.</summary>
    public static void Register()
    {
        lock (Registering)
        {
            if (AlgorithmRegistry.Default.Specs.Any(spec => spec.Id == Id))
            {
                return;
            }

            AlgorithmRegistry.Default.Register(new AlgorithmSpec
            {
                Id = Id,
                Summary = "Sends prepared steps: of the benchmarks.",
                Parameters =
                [
                    ParameterSpec.Int("batches", 1, 1, null, "Batches to send."),
                    ParameterSpec.Int("batch_steps", 1024, 1, StepBatch.MaxCount, "Steps of a batch."),
                    ParameterSpec.Int("warm_up", 0, 0, null, "Batches that do not count."),
                    ParameterSpec.Float("hz", 0, 0, null, "Batches a second; 0 is as fast as credits allow."),
                    ParameterSpec.Text("sink", "", "Where to send them; empty is the daemon."),
                ],
                Create = (_, _) => throw new GymException($"'{Id}' is no learner: only the worker of the benchmarks knows it."),
            });
        }
    }

    public static async Task<int> RunAsync(RunManifest manifest, WorkerOptions options, CancellationToken stop)
    {
        int Whole(string name) => manifest.Params[name].GetInt32();
        var batchSteps = Whole("batch_steps");
        var events = SampleSteps.Of(manifest.EnvId, Whole("batches") * batchSteps, options.Clock, batchSteps);
        var daemon = DaemonFile.TryRead(options.DataRoot) ?? throw new BenchFailedException("The daemon of the benchmarks left no address.");
        var address = new Uri(daemon.GrpcAddress);
        var sink = manifest.Params["sink"].GetString() is { Length: > 0 } text ? new Uri(text) : null;
        PipeFigures figures;
        using (var client = new PipeClient(sink ?? address, options, daemon.Token))
        {
            figures = await client.RunAsync(events, Whole("warm_up"), manifest.Params["hz"].GetDouble(), stop).ConfigureAwait(false);
        }

        if (sink is not null)
        {
            // The daemon that started this process still waits for its word.
            using var farewell = new PipeClient(address, options, daemon.Token);
            await farewell.RunAsync([], 0, 0, stop).ConfigureAwait(false);
        }

        var folder = options.DataRoot.Run(options.RunId).ArtifactsFolder;
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, FiguresFile), JsonSerializer.SerializeToUtf8Bytes(figures), stop).ConfigureAwait(false);
        return WorkerExitCode.Ended;
    }
}

/// <summary>What a pipe found.</summary>
/// <param name="StepsPerSecond">From the first batch that counts until its last step was acknowledged.</param>
/// <param name="P50Ms">From handing a batch to the transport until the acknowledgement of its last step arrived.</param>
internal sealed record PipeFigures(long Steps, double StepsPerSecond, double P50Ms, double P99Ms, double P999Ms);
