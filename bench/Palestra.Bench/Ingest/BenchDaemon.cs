using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer;
using Palestra.Trainer.Api;

namespace Palestra.Bench;

/// <summary>A real daemon on free ports in a data folder of its own, whose workers are real processes.</summary>
internal sealed class BenchDaemon : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    private readonly Daemon _daemon;
    private readonly HttpClient _http;
    private readonly TimeProvider _clock;
    private int _runs;

    private BenchDaemon(Daemon daemon, DataRoot root, TimeProvider clock)
    {
        (_daemon, Root, _clock) = (daemon, root, clock);
        _http = new HttpClient { BaseAddress = daemon.HttpAddress };
    }

    public DataRoot Root { get; }

    public Uri HttpAddress => _daemon.HttpAddress;

    /// <exception cref="BenchFailedException">It cannot start.</exception>
    public static async Task<BenchDaemon> StartAsync(BenchOptions options, string folder, bool publishFrames = false)
    {
        var root = new DataRoot(Path.Combine(options.Folder, folder));
        try
        {
            var daemon = await Daemon.StartAsync(
                new DaemonOptions
                {
                    DataRoot = root,
                    Settings = options.Settings,
                    WorkerCommand = options.WorkerCommand,
                    // Where frames are not what is measured: one a second is next to none.
                    WorkerArguments = publishFrames ? options.WorkerArguments : [.. options.WorkerArguments, "--set", "fast_lane.publish_hz=1"],
                    HttpPort = 0,
                    GrpcPort = 0,
                    StopWorkers = true,
                    LogLevel = LogLevel.Warning,
                },
                options.Clock).ConfigureAwait(false);
            return new BenchDaemon(daemon, root, options.Clock);
        }
        catch (DaemonStartException e)
        {
            throw new BenchFailedException($"The daemon of the benchmarks cannot start: {e.Message}", e);
        }
    }

    /// <summary>One run to its end; it must succeed.</summary>
    public async Task<(RunView Run, RunFolder Folder)> RunAsync(RunRequest request)
    {
        var id = await StartRunAsync(request).ConfigureAwait(false);
        var run = await WaitAsync(id, view => view.Outcome is not null).ConfigureAwait(false);
        BenchFailedException.Unless(run.Outcome == "succeeded", $"Run '{id}' of the benchmarks ended as {run.Outcome}: {run.Reason}");
        return (run, Root.Run(RunId.Parse(id)));
    }

    /// <returns>The id of the run.</returns>
    public async Task<string> StartRunAsync(RunRequest request)
    {
        var submitted = await _daemon.SubmitAsync(request with { RunId = $"bench-{++_runs}" }).ConfigureAwait(false);
        var errors = string.Join(' ', submitted.Errors.SelectMany(error => error.Value));
        BenchFailedException.Unless(submitted.Ok, $"The run of the benchmarks was refused: {errors}");
        return submitted.Run!.RunId;
    }

    public async Task<RunView> WaitAsync(string id, Func<RunView, bool> reached)
    {
        var started = _clock.GetTimestamp();
        while (true)
        {
            var run = await _http.GetFromJsonAsync<RunView>(new Uri($"/api/v1/runs/{id}", UriKind.Relative), ApiJson.Options).ConfigureAwait(false);
            if (reached(run!))
            {
                return run!;
            }

            BenchFailedException.Unless(
                _clock.GetElapsedTime(started) < Patience, $"Run '{id}' of the benchmarks is still in {run!.Status} after {Patience.TotalSeconds} s.");
            await Task.Delay(LookAgain, _clock).ConfigureAwait(false);
        }
    }

    /// <summary>What the trainer of a run left in its artifacts.</summary>
    public static T Artifact<T>(RunFolder folder, string file) =>
        JsonSerializer.Deserialize<T>(File.ReadAllBytes(Path.Combine(folder.ArtifactsFolder, file)))
        ?? throw new BenchFailedException($"The trainer of '{folder.Path}' left an empty '{file}'.");

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _daemon.StopAsync().ConfigureAwait(false);
    }
}
