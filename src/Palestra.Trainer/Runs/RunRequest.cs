using System.Text.Json;
using Palestra.Storage;

namespace Palestra.Trainer;

/// <summary>A wish to start a run. Only <see cref="EnvId"/> is required; what is left out gets a default.</summary>
public sealed record RunRequest
{
    public required string EnvId { get; init; }

    public IReadOnlyDictionary<string, JsonElement> EnvArgs { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Algorithm id; left out, <c>q-learning</c> where it fits the environment's spaces, else <c>random</c>.</summary>
    public string? Algorithm { get; init; }

    public IReadOnlyDictionary<string, JsonElement> Params { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Left out: run.default_seed.</summary>
    public ulong? Seed { get; init; }

    public long? Episodes { get; init; }

    public long? Steps { get; init; }

    public int? NumEnvs { get; init; }

    /// <summary>Most steps per second; 0 is no limit.</summary>
    public double? RateHz { get; init; }

    public TelemetryMode? TelemetryMode { get; init; }

    /// <summary>Processors to reserve.</summary>
    public int? Cpus { get; init; }

    /// <summary>MiB to reserve.</summary>
    public int? MemoryMb { get; init; }

    /// <summary>Graphics processors to reserve.</summary>
    public int? Gpus { get; init; }

    public string? Name { get; init; }

    public string? RunId { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];
}
