using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Palestra.Wire;

/// <summary>What all methods of one server share.</summary>
internal sealed class GrpcTransport(
    WireSettings settings, GrpcServerStats stats, ILoggerFactory logs, TimeProvider? clock = null, IHostApplicationLifetime? host = null)
{
    public WireSettings Settings { get; } = settings;

    public GrpcServerStats Stats { get; } = stats;

    public ILogger Log { get; } = logs.CreateLogger("Palestra.Wire");

    public TimeProvider Clock { get; } = clock ?? TimeProvider.System;

    public CancellationToken Stopping { get; } = host?.ApplicationStopping ?? CancellationToken.None;
}
