namespace Palestra.Storage;

/// <summary>A run in the run list: the fields of <c>RunRow</c> in docs/api.md, live figures left out.</summary>
public sealed record CatalogRow
{
    public required string RunId { get; init; }

    public string Name { get; init; } = "";

    /// <summary>INIT, HSHK, RDY, EXEC, PAUSE, TERM or FAULT.</summary>
    public string Status { get; init; } = "";

    /// <summary><c>null</c>, succeeded, failed or cancelled.</summary>
    public string? Outcome { get; init; }

    public string? Reason { get; init; }

    public string EnvId { get; init; } = "";

    public string Algorithm { get; init; } = "";

    public ulong Seed { get; init; }

    public long Episodes { get; init; }

    public long Steps { get; init; }

    public long? TargetEpisodes { get; init; }

    public long? TargetSteps { get; init; }

    public double? MeanReturn100 { get; init; }

    /// <summary>Up to 40 mean returns over the whole run.</summary>
    public IReadOnlyList<double> Sparkline { get; init; } = [];

    public TelemetryMode TelemetryMode { get; init; } = TelemetryMode.DualPath;

    /// <summary>What it reserves of its machine; <c>null</c> where unknown.</summary>
    public RunResources? Resources { get; init; }

    /// <summary>Microseconds since the Unix epoch, as are the next two.</summary>
    public long CreatedUs { get; init; }

    public long? StartedUs { get; init; }

    public long? EndedUs { get; init; }

    public long DiskBytes { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary><c>null</c>, or one sentence that says what is wrong with the run's files.</summary>
    public string? Damaged { get; init; }

    /// <summary>The row of a run as its manifest and its file tell it.</summary>
    public static CatalogRow From(RunManifest manifest, RunSummary summary) => new()
    {
        RunId = manifest.RunId,
        Name = manifest.Name,
        Status = summary.State?.ToString() ?? "INIT",
        Outcome = summary.Outcome is { } outcome ? Palestra.Telemetry.RunStates.Word(outcome) : null,
        Reason = summary.Reason,
        EnvId = manifest.EnvId,
        Algorithm = manifest.Algorithm,
        Seed = manifest.Seed,
        Episodes = summary.Episodes,
        Steps = summary.Steps,
        TargetEpisodes = manifest.Episodes,
        TargetSteps = manifest.Steps,
        MeanReturn100 = summary.MeanReturn100,
        Sparkline = summary.Sparkline,
        TelemetryMode = summary.TelemetryMode ?? manifest.TelemetryMode,
        Resources = manifest.Resources,
        CreatedUs = manifest.CreatedUs,
        StartedUs = summary.StartedUs,
        EndedUs = summary.EndedUs,
        DiskBytes = summary.DiskBytes,
        Tags = manifest.Tags,
    };
}

/// <summary>What to list. <c>null</c> is no restriction.</summary>
/// <param name="Text">Part of the run id, name, environment, algorithm or a tag; case does not matter.</param>
/// <param name="Cursor">The <see cref="CatalogPage.NextCursor"/> of the page before.</param>
public sealed record CatalogQuery(int Limit, string? Cursor = null, string? Text = null, string? State = null, string? EnvId = null);

/// <summary>A page of runs, newest first.</summary>
public sealed record CatalogPage(IReadOnlyList<CatalogRow> Runs, string? NextCursor, long Total);
