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

    /// <summary><c>null</c> when no collector is set.</summary>
    public required OtlpExport? Otlp { get; init; }

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
        var settings = options.Settings;
        var http = settings.Get<HttpSettings>();
        var grpc = settings.Get<GrpcSettings>();
        var (httpListen, grpcListen) = (ListenAddress.Parse("http.address", http.Address), ListenAddress.Parse("grpc.address", grpc.Address));
        var otlp = settings.Get<OtlpSettings>();
        var collector = OtlpExport.EndpointOf(otlp);
        Directory.CreateDirectory(options.DataRoot.RunsFolder);
        var logs = new LineLoggerProvider(clock, options.DataRoot.DaemonLogFile, options.LogToStderr, options.LogLevel);
        var log = logs.CreateLogger("Palestra.Daemon");
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
            Scheduler = settings.Get<SchedulerSettings>(),
            Live = settings.Get<LiveSettings>(),
            Api = settings.Get<ApiSettings>(),
            Storage = settings.Get<StorageSettings>(),
            Bus = settings.Get<RunBusSettings>(),
            Credits = settings.Get<CreditSettings>(),
            Heartbeats = settings.Get<HeartbeatSettings>(),
            FastLane = settings.Get<FastLaneSettings>(),
            Token = token,
            Clock = clock,
            Log = log,
            Meter = new DaemonMeter(info.Version, $"{Environment.ProcessId}-{info.StartedUs}", clock),
        };
        var stopping = new CancellationTokenSource();
        var defaultSeed = (ulong)settings.Get<RunDefaultsSettings>().DefaultSeed;
        var registry = new RunRegistry(
            services,
            taken => new RunRequestValidator(EnvRegistry.Default, AlgorithmRegistry.Default, services.Scheduler, defaultSeed, taken),
            new RunManifestCompleter(options.DataRoot, settings, info.Version, clock));
        var sessions = new SessionService(registry, token, stopping.Token);
        var figures = new SystemFigures(registry, info, services.Credits, () => sessions.Refused);
        services.Meter.Observe(figures.Take);
        return new DaemonParts
        {
            Services = services,
            Registry = registry,
            Sessions = sessions,
            Figures = figures,
            Metrics = new MetricsCollector(services.Meter),
            Otlp = collector is null ? null : new OtlpExport(otlp, collector, info.Version),
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
        Otlp?.Dispose();
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
