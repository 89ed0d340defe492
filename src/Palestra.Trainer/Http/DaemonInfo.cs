using Palestra.Storage;

namespace Palestra.Trainer.Http;

/// <summary>Who this daemon is.</summary>
internal sealed record DaemonInfo
{
    public required DataRoot Root { get; init; }

    public required string Version { get; init; }

    /// <summary>Microseconds since the Unix epoch.</summary>
    public required long StartedUs { get; init; }

    public required string Token { get; init; }

    /// <summary>Set once the ports are bound.</summary>
    public string HttpAddress { get; set; } = "";

    /// <inheritdoc cref="HttpAddress"/>
    public string GrpcAddress { get; set; } = "";
}
