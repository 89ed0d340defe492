using System.Text.Json;
using System.Text.Json.Serialization;

namespace Palestra.Storage;

/// <summary>
/// Everything that defines a run, fixed when it is submitted. Written once as <c>run.json</c>, kept as a row of the run
/// file, read by the worker. Snake_case in JSON.
/// </summary>
public sealed record RunManifest
{
    public required string RunId { get; init; }

    /// <summary>Name for people; the run id when not given.</summary>
    public required string Name { get; init; }

    /// <summary>Environment id such as <c>FrozenLake-v1</c>.</summary>
    public required string EnvId { get; init; }

    /// <summary>Constructor arguments of the environment, by name.</summary>
    public IReadOnlyDictionary<string, JsonElement> EnvArgs { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Algorithm id such as <c>q-learning</c>.</summary>
    public required string Algorithm { get; init; }

    /// <summary>Parameters of the algorithm, by name; defaults filled in.</summary>
    public IReadOnlyDictionary<string, JsonElement> Params { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Seed of the run: environments and learner derive theirs from it.</summary>
    public required ulong Seed { get; init; }

    /// <summary>End after this many finalized episodes in all slots together; <c>null</c> is no limit.</summary>
    public long? Episodes { get; init; }

    /// <summary>End after this many steps in all slots together; <c>null</c> is no limit.</summary>
    public long? Steps { get; init; }

    /// <summary>Environments stepped side by side, 1 or more; each is a slot.</summary>
    public int NumEnvs { get; init; } = 1;

    /// <summary>Most steps per second over all slots; 0 is no limit.</summary>
    public double RateHz { get; init; }

    public TelemetryMode TelemetryMode { get; init; } = TelemetryMode.DualPath;

    /// <summary>What it reserves of its machine; <c>null</c> for runs of versions that knew no resources.</summary>
    public RunResources? Resources { get; init; }

    /// <summary>Shared-memory file of the fast lane, chosen by the daemon; <c>null</c> when the mode has none.</summary>
    public string? FastLanePath { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>When it was submitted: microseconds since the Unix epoch.</summary>
    public required long CreatedUs { get; init; }

    /// <summary>Version of the software that submitted it.</summary>
    public required string CodeVersion { get; init; }

    public required string Host { get; init; }

    /// <summary>Effective settings when the run was submitted, secrets left out.</summary>
    public IReadOnlyList<SettingUsed> Settings { get; init; } = [];

    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };
}

/// <summary>Which lanes a run uses (design: telemetry mode).</summary>
public enum TelemetryMode
{
    /// <summary>Live view only; nothing is recorded.</summary>
    FastLaneOnly,

    /// <summary>Live and durable.</summary>
    DualPath,

    /// <summary>Headless: no frames.</summary>
    DurableOnly,
}

/// <summary>One setting as it was in force for a run.</summary>
public sealed record SettingUsed(string Key, string Value, string Origin);
