namespace Palestra.Storage;

/// <summary>A setting that changed while a run was live, and where the run stood then. Immutable; never a secret.</summary>
public sealed record RunSettingChange
{
    /// <summary>Microseconds since the Unix epoch.</summary>
    public required long TimeUs { get; init; }

    public required string Key { get; init; }

    /// <summary>What was stored, or stood in the settings file, before; <c>null</c>: nothing.</summary>
    public string? Old { get; init; }

    /// <inheritdoc cref="Old"/>
    public string? New { get; init; }

    public required string Who { get; init; }

    /// <summary><c>console</c>, <c>cli</c>, <c>api</c> or <c>file</c>.</summary>
    public required string Via { get; init; }

    /// <summary>It takes effect with the next start of the daemon, so not on this run.</summary>
    public bool Pending { get; init; }

    /// <summary>Last event on the run's bus.</summary>
    public required long BusSeq { get; init; }

    /// <summary>Steps of the run on disk.</summary>
    public required long Steps { get; init; }

    /// <summary>Finalized episodes of the run on disk: where a chart over episodes marks it.</summary>
    public required long Episodes { get; init; }

    /// <summary>Last step on disk of each stream, by its name (<c>agent/slot</c>).</summary>
    public required IReadOnlyDictionary<string, long> Streams { get; init; }
}
