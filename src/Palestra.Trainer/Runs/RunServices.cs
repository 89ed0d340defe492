using Microsoft.Extensions.Logging;
using Palestra.FastLane;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Hosting;
using Palestra.Trainer.Metrics;
using Palestra.Trainer.Workers;

namespace Palestra.Trainer.Runs;

/// <summary>What every run of a daemon shares.</summary>
internal sealed record RunServices
{
    public required DataRoot Root { get; init; }

    public required Catalog Catalog { get; init; }

    public required WorkerLauncher Launcher { get; init; }

    /// <summary>Where the records below come from; each look at one of them sees what is in force then.</summary>
    public required DaemonSettings Settings { get; init; }

    public SchedulerSettings Scheduler => Settings.Scheduler.Value;

    public ApiSettings Api => Settings.Api.Value;

    public LiveSettings Live => Settings.Live.Value;

    public StorageSettings Storage => Settings.Storage.Value;

    public RunBusSettings Bus => Settings.Bus.Value;

    public CreditSettings Credits => Settings.Credits.Value;

    public HeartbeatSettings Heartbeats => Settings.Heartbeats.Value;

    /// <summary>Who reserved what of the machine; guarded by the registry's scheduling lock.</summary>
    public required ResourceBudget Budget { get; init; }

    /// <summary>Workers prove with it that they may read this user's data folder.</summary>
    public required string Token { get; init; }

    public required TimeProvider Clock { get; init; }

    public required ILogger Log { get; init; }

    public required DaemonMeter Meter { get; init; }

    /// <summary>Microseconds since the Unix epoch.</summary>
    public long NowUs => (Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
