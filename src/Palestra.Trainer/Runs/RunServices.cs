using Microsoft.Extensions.Logging;
using Palestra.FastLane;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Metrics;
using Palestra.Trainer.Workers;

namespace Palestra.Trainer.Runs;

/// <summary>What every run of a daemon shares.</summary>
internal sealed record RunServices
{
    public required DataRoot Root { get; init; }

    public required Catalog Catalog { get; init; }

    public required WorkerLauncher Launcher { get; init; }

    public required SchedulerSettings Scheduler { get; init; }

    public required LiveSettings Live { get; init; }

    public required ApiSettings Api { get; init; }

    public required StorageSettings Storage { get; init; }

    public required RunBusSettings Bus { get; init; }

    public required CreditSettings Credits { get; init; }

    public required HeartbeatSettings Heartbeats { get; init; }

    public required FastLaneSettings FastLane { get; init; }

    /// <summary>Workers prove with it that they may read this user's data folder.</summary>
    public required string Token { get; init; }

    public required TimeProvider Clock { get; init; }

    public required ILogger Log { get; init; }

    public required DaemonMeter Meter { get; init; }

    /// <summary>Microseconds since the Unix epoch.</summary>
    public long NowUs => (Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
