using System.Text.Json.Serialization;
using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Cli;

/// <summary>
/// One run as <c>ps</c> and <c>show</c> print it, read from its own folder: the same with and without a daemon.
/// </summary>
internal sealed record RunSnapshot
{
    public required string RunId { get; init; }

    public string Name { get; init; } = "";

    /// <summary>INIT, HSHK, RDY, EXEC, PAUSE, TERM, FAULT, or <c>DAMAGED</c> when the folder cannot be read.</summary>
    public required string Status { get; init; }

    public string? Outcome { get; init; }

    public string? Reason { get; init; }

    public string EnvId { get; init; } = "";

    public string Algorithm { get; init; } = "";

    public ulong Seed { get; init; }

    public long Episodes { get; init; }

    public long Steps { get; init; }

    public long? TargetEpisodes { get; init; }

    public long? TargetSteps { get; init; }

    [JsonPropertyName("mean_return_100")]
    public double? MeanReturn100 { get; init; }

    public long CreatedUs { get; init; }

    public long? StartedUs { get; init; }

    public long? EndedUs { get; init; }

    public long DiskBytes { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What is wrong with the folder, or <c>null</c>.</summary>
    public string? Damaged { get; init; }

    public bool IsFinal => Status is nameof(RunState.TERM) or nameof(RunState.FAULT);

    /// <summary>Reads a run's folder; a damaged one gives a row that says so.</summary>
    public static RunSnapshot Read(RunFolder folder)
    {
        try
        {
            using var reader = RunReader.Open(folder);
            return From(CatalogRow.From(reader.Manifest, reader.Summary()));
        }
        catch (RunFileException damage)
        {
            return new RunSnapshot { RunId = Path.GetFileName(folder.Path), Status = "DAMAGED", Damaged = damage.Message };
        }
    }

    public static RunSnapshot From(CatalogRow row) => new()
    {
        RunId = row.RunId,
        Name = row.Name,
        Status = row.Damaged is null ? row.Status : "DAMAGED",
        Outcome = row.Outcome,
        Reason = row.Reason,
        EnvId = row.EnvId,
        Algorithm = row.Algorithm,
        Seed = row.Seed,
        Episodes = row.Episodes,
        Steps = row.Steps,
        TargetEpisodes = row.TargetEpisodes,
        TargetSteps = row.TargetSteps,
        MeanReturn100 = row.MeanReturn100,
        CreatedUs = row.CreatedUs,
        StartedUs = row.StartedUs,
        EndedUs = row.EndedUs,
        DiskBytes = row.DiskBytes,
        Tags = row.Tags,
        Damaged = row.Damaged,
    };
}
