using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Palestra.Trainer.Api;

/// <summary>Everything about one run but its steps, episodes and log.</summary>
public sealed record RunView : RunRow
{
    [JsonConstructor]
    public RunView()
    {
    }

    /// <summary>Everything that a row says; the rest is the caller's to fill in.</summary>
    [SetsRequiredMembers]
    public RunView(RunRow row)
        : base(row)
    {
        Host = CodeVersion = Digest = CommandLine = "";
        Worker = new WorkerView(null, false);
    }

    public IReadOnlyDictionary<string, JsonElement> EnvArgs { get; init; } = new Dictionary<string, JsonElement>();

    public IReadOnlyDictionary<string, JsonElement> Params { get; init; } = new Dictionary<string, JsonElement>();

    public int NumEnvs { get; init; } = 1;

    public double RateHz { get; init; }

    public required string Host { get; init; }

    public required string CodeVersion { get; init; }

    /// <summary>SHA-256 of what defines the run: equal digests mean the same experiment.</summary>
    public required string Digest { get; init; }

    public required WorkerView Worker { get; init; }

    /// <summary>While it runs as its worker last said, afterwards as it was kept; <c>null</c> if it never was.</summary>
    public ObserverView? Observer { get; init; }

    public IReadOnlyList<StreamView> Streams { get; init; } = [];

    public IReadOnlyList<ArtifactView> Artifacts { get; init; } = [];

    public IReadOnlyList<SettingUsedView> Settings { get; init; } = [];

    /// <summary>The <c>palestra run …</c> that does the same.</summary>
    public required string CommandLine { get; init; }
}

public sealed record WorkerView(int? Pid, bool Alive);

public sealed record StreamView(string AgentId, int Slot, long LastSeq, long Episodes);

/// <param name="Name">Path below the run's artifacts folder.</param>
public sealed record ArtifactView(string Name, long Bytes);

public sealed record SettingUsedView(string Key, string Value, string Origin);

public sealed record RunPage(IReadOnlyList<RunRow> Runs, string? NextCursor, long Total);
