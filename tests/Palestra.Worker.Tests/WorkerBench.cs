using System.Text.Json;
using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Worker.Tests;

/// <summary>A data folder with one run in it, and workers that execute it inside the test process.</summary>
internal sealed class WorkerBench : IDisposable
{
    private readonly StringWriter _error = new();

    public DataRoot Root { get; } = new(Directory.CreateTempSubdirectory("palestra-worker-").FullName);

    public RunId Run { get; } = RunId.Parse("test-run");

    public Ledger Ledger { get; } = new();

    public string Error => _error.ToString();

    public string LanePath => Path.Combine(Root.Path, "lane");

    public WorkerSettings Settings { get; init; } = new()
    {
        ReconnectMin = TimeSpan.FromMilliseconds(10),
        ReconnectMax = TimeSpan.FromMilliseconds(50),
        OrphanTimeout = TimeSpan.FromSeconds(60),
    };

    public Task<int> StartWorker(RunManifest manifest, WorkerSettings? settings = null, TimeProvider? clock = null, CancellationToken stop = default)
    {
        Write(manifest);
        return Task.Run(() => WorkerProcess.RunAsync(
            new WorkerOptions
            {
                DataRoot = Root,
                RunId = Run,
                Worker = settings ?? Settings,
                Heartbeat = new HeartbeatSettings { Interval = TimeSpan.FromMilliseconds(100) },
                HandleSignals = false,
                Clock = clock ?? TimeProvider.System,
                Error = TextWriter.Synchronized(_error),
            },
            stop));
    }

    public void Write(RunManifest manifest)
    {
        Directory.CreateDirectory(Root.Run(Run).Path);
        File.WriteAllText(Root.Run(Run).ManifestFile, JsonSerializer.Serialize(manifest, RunManifest.Json));
    }

    public RunManifest Manifest(string envId = "FrozenLake-v1", string algorithm = "random") => new()
    {
        RunId = Run.Value,
        Name = "test",
        EnvId = envId,
        Algorithm = algorithm,
        Seed = 7,
        TelemetryMode = TelemetryMode.DurableOnly,
        CreatedUs = 0,
        CodeVersion = "test",
        Host = "test",
    };

    /// <summary>Waits until something holds; says what did not if it takes absurdly long.</summary>
    public static async Task Until(Func<bool> holds, string what)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!holds())
        {
            Assert.False(limit.IsCancellationRequested, $"Waited in vain: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }
    }

    public void Dispose() => Directory.Delete(Root.Path, recursive: true);
}
