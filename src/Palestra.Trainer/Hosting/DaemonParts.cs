using System.Net;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Palestra.Agents;
using Palestra.FastLane;
using Palestra.Gym;
using Palestra.Settings;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Http;
using Palestra.Trainer.Ingest;
using Palestra.Trainer.Live;
using Palestra.Trainer.Metrics;
using Palestra.Trainer.Runs;
using Palestra.Trainer.Workers;
using Palestra.Wire;

namespace Palestra.Trainer.Hosting;

/// <summary>The parts of a daemon, put together by hand: there are few, and so the compiler checks them.</summary>
internal sealed class DaemonParts : IAsyncDisposable
{
    public required RunServices Services { get; init; }

    public required RunRegistry Registry { get; init; }

    public required SessionService Sessions { get; init; }

    public required SystemFigures Figures { get; init; }

    public required MetricsCollector Metrics { get; init; }

    public required OtlpSwitch Otlp { get; init; }

    public required DaemonSettings Settings { get; init; }

    public required SettingsNews News { get; init; }

    public required DaemonInfo Info { get; init; }

    public required WireSettings Wire { get; init; }

    public required IPAddress HttpListen { get; init; }

    public required IPAddress GrpcListen { get; init; }

    /// <summary>What workers are told instead of the address listened on; <c>null</c> tells them that one.</summary>
    public required string? GrpcAdvertised { get; init; }

    public required int HttpPort { get; init; }

    public required int GrpcPort { get; init; }

    public required LineLoggerProvider Logs { get; init; }

    public required ILogger Log { get; init; }

    /// <summary>Cancelled when the daemon begins to stop.</summary>
    public required CancellationTokenSource Stopping { get; init; }

    /// <summary>Whether every HTTP request needs the token.</summary>
    public bool NeedsToken => !IPAddress.IsLoopback(HttpListen);

    /// <exception cref="DaemonStartException">An address setting is not an address.</exception>
    /// <exception cref="RunFileException">The catalogue cannot be written.</exception>
    public static DaemonParts Create(DaemonOptions options, string token, TimeProvider clock)
    {
        Directory.CreateDirectory(options.DataRoot.RunsFolder);
        var logs = new LineLoggerProvider(clock, options.DataRoot.DaemonLogFile, options.LogToStderr, options.LogLevel);
        try
        {
            return Create(options, token, clock, logs);
        }
        catch
        {
            logs.Dispose();
            throw;
        }
    }

    private static DaemonParts Create(DaemonOptions options, string token, TimeProvider clock, LineLoggerProvider logs)
    {
        var log = logs.CreateLogger("Palestra.Daemon");
        RunRegistry? registry = null;
        var live = DaemonSettings.Open(options, clock, () => registry?.Positions ?? new Dictionary<string, long>(), log);
        var settings = live.Hub.Current;
        var http = settings.Get<HttpSettings>();
        var grpc = settings.Get<GrpcSettings>();
        var (httpListen, grpcListen) = (ListenAddress.Parse("http.address", http.Address), ListenAddress.Parse("grpc.address", grpc.Address));
        var info = new DaemonInfo
        {
            Root = options.DataRoot,
            Version = Version(),
            StartedUs = (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
            Token = token,
        };
        var services = new RunServices
        {
            Root = options.DataRoot,
            Catalog = OpenCatalog(options.DataRoot, log),
            Launcher = new WorkerLauncher(options.DataRoot, options.WorkerCommand, options.WorkerArguments),
            Settings = live,
            Budget = new ResourceBudget(() => live.Budget.Value, MachineResources.OfThisMachine()),
            Token = token,
            Clock = clock,
            Log = log,
            Meter = new DaemonMeter(info.Version, $"{Environment.ProcessId}-{info.StartedUs}", clock),
        };
        var stopping = new CancellationTokenSource();
        registry = new RunRegistry(
            services,
            taken => new RunRequestValidator(
                EnvRegistry.Default, AlgorithmRegistry.Default, () => services.Scheduler, () => live.RunDefaults.Value,
                new ResourceRequest(() => live.RunDefaults.Value, () => services.Budget.Size), new GridLimits(() => live.Grid.Value), taken),
            new RunManifestCompleter(options.DataRoot, live.Hub, info.Version, clock));
        var sessions = new SessionService(registry, token, stopping.Token);
        var figures = new SystemFigures(registry, info, () => sessions.Refused);
        services.Meter.Observe(figures.Take);
        return new DaemonParts
        {
            Services = services,
            Registry = registry,
            Sessions = sessions,
            Figures = figures,
            Metrics = new MetricsCollector(services.Meter),
            Otlp = new OtlpSwitch(live.Hub, info.Version),
            Settings = live,
            News = new SettingsNews(live.Hub),
            Info = info,
            Wire = settings.Get<WireSettings>(),
            HttpListen = httpListen,
            GrpcListen = grpcListen,
            GrpcAdvertised = ListenAddress.Advertised("grpc.advertised_address", grpc.AdvertisedAddress),
            HttpPort = options.HttpPort ?? http.Port,
            GrpcPort = options.GrpcPort ?? grpc.Port,
            Logs = logs,
            Log = log,
            Stopping = stopping,
        };
    }

    public void WriteDaemonFile() => new DaemonFile
    {
        Pid = Environment.ProcessId,
        HttpAddress = Info.HttpAddress,
        GrpcAddress = Info.GrpcAddress,
        Token = Info.Token,
        StartedUs = Info.StartedUs,
        Version = Info.Version,
    }.Write(Info.Root);

    public async ValueTask DisposeAsync()
    {
        await Stopping.CancelAsync();
        Settings.Dispose();
        News.Dispose();
        await Otlp.DisposeAsync();
        Metrics.Dispose();
        Services.Meter.Dispose();
        Services.Catalog.Dispose();
        Logs.Dispose();
        Stopping.Dispose();
    }

    private static Catalog OpenCatalog(DataRoot root, ILogger log)
    {
        try
        {
            return Catalog.Open(root);
        }
        catch (RunFileException e) when (e is not RunFileUnavailableException)
        {
            DaemonLog.CatalogRebuilt(log, e.Message);
            return Catalog.Rebuild(root);
        }
    }

    private static string Version() =>
        typeof(Daemon).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
