using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Palestra.FastLane;
using Palestra.Settings;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Api;
using Palestra.Wire;

namespace Palestra.Trainer.Tests;

/// <summary>A secret to plant.</summary>
[SettingsGroup("test")]
public sealed record SecretsForTests
{
    [Setting("password", "A secret.", Secret = true)]
    public string Password { get; init; } = "";

    public override string ToString() => nameof(SecretsForTests);
}

/// <summary>A real daemon on free ports. Its data folder can outlive it, for a second daemon on the same folder.</summary>
internal sealed class TestDaemon : IAsyncDisposable
{
    /// <summary>A worker that does nothing but live; the session is played by the test.</summary>
    public static readonly string[] Sleeper = ["/bin/sh", "-c", "exec sleep 600", "worker"];

    private readonly bool _ownsFolder;

    private TestDaemon(Daemon daemon, DataRoot root, bool ownsFolder)
    {
        Daemon = daemon;
        Root = root;
        _ownsFolder = ownsFolder;
        Http = new HttpClient { BaseAddress = daemon.HttpAddress };
    }

    public Daemon Daemon { get; }

    public DataRoot Root { get; }

    public HttpClient Http { get; }

    public static DataRoot NewRoot() => new(Path.Combine(Path.GetTempPath(), "palestra-tests", Path.GetRandomFileName()));

    public static SettingsCatalog Catalog { get; } = SettingsCatalog.Of([
        .. CommonSettings.Groups, .. TelemetrySettings.Groups, .. StorageSettings.Groups, .. WireSettings.Groups,
        .. FastLaneSettings.Groups, .. TrainerSettings.Groups, typeof(SecretsForTests),
    ]);

    public static SettingsSnapshot Settings(params (string Key, string Value)[] overrides) => SettingsLoader.Load(
        Catalog,
        new SettingsSources
        {
            CommandLine = [
                new("trainer.stop_grace", "0.2"), new("trainer.kill_grace", "0.2"), new("trainer.watch_interval", "20"),
                .. overrides.Select(o => new KeyValuePair<string, string>(o.Key, o.Value)),
            ],
        });

    public static DaemonOptions Options(DataRoot root, string[]? worker = null, bool stopWorkers = true, params (string Key, string Value)[] settings) => new()
    {
        DataRoot = root,
        Settings = Settings(settings),
        WorkerCommand = worker ?? Sleeper,
        HttpPort = 0,
        GrpcPort = 0,
        StopWorkers = stopWorkers,
        LogToStderr = false,
        LogLevel = LogLevel.Debug,
    };

    /// <summary>A daemon that reads its layers itself: settings file and store of the folder, and these.</summary>
    public static async Task<TestDaemon> StartWithLayersAsync(SettingsSources layers, DataRoot? root = null)
    {
        var folder = root ?? NewRoot();
        var sources = layers with
        {
            Stored = OverrideStore.LoadFrom,
            CommandLine = [
                new(PathSettings.DataDirKey, folder.Path), new("trainer.stop_grace", "0.2"), new("trainer.kill_grace", "0.2"),
                .. layers.CommandLine,
            ],
        };
        var options = Options(folder) with { Settings = SettingsLoader.LoadForDataRoot(Catalog, sources, out _), Sources = sources };
        return new TestDaemon(await Daemon.StartAsync(options, TimeProvider.System), folder, root is null);
    }

    public static async Task<TestDaemon> StartAsync(
        string[]? worker = null, DataRoot? root = null, bool stopWorkers = true, params (string Key, string Value)[] settings)
    {
        var folder = root ?? NewRoot();
        return new TestDaemon(await Daemon.StartAsync(Options(folder, worker, stopWorkers, settings), TimeProvider.System), folder, root is null);
    }

    public async Task<RunView> SubmitAsync(string runId, params (string Field, object Value)[] fields)
    {
        var body = new Dictionary<string, object> { ["env_id"] = "FrozenLake-v1", ["algorithm"] = "random", ["run_id"] = runId };
        foreach (var (field, value) in fields)
        {
            body[field] = value;
        }

        using var answer = await Http.PostAsJsonAsync("/api/v1/runs", body, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize<RunView>(text, ApiJson.Options)!;
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    public async Task<(int Status, JsonElement Body, string? ContentType)> SendAsync(HttpMethod method, string path, string? json = null, string? origin = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var body = text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone();
        return ((int)answer.StatusCode, body, answer.Content.Headers.ContentType?.MediaType);
    }

    public async Task<RunView> RunAsync(string runId) =>
        (await GetAsync($"/api/v1/runs/{runId}")).Deserialize<RunView>(ApiJson.Options)!;

    public async Task<RunView> WaitForAsync(string runId, params string[] states)
    {
        RunView? run = null;
        await Eventually.TrueAsync(
            async () =>
            {
                run = await RunAsync(runId);
                return Array.IndexOf(states, run.Status) >= 0;
            },
            () => $"Run '{runId}' never came to {string.Join(" or ", states)}: it is {run?.Status}. {run?.Reason}");
        return run!;
    }

    public ScriptedWorker Worker(string runId, string? token = null) => new(Daemon.GrpcAddress, runId, token ?? Daemon.Token);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Daemon.DisposeAsync();
        if (_ownsFolder)
        {
            Delete(Root);
        }
    }

    public static void Delete(DataRoot root)
    {
        if (Directory.Exists(root.Path))
        {
            Directory.Delete(root.Path, recursive: true);
        }
    }
}
