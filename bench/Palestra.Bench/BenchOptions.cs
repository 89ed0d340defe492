using Palestra.Settings;

namespace Palestra.Bench;

/// <summary>What the benchmarks need to know.</summary>
public sealed record BenchOptions
{
    /// <summary>Where they write; made when missing, and what they wrote is removed. Its disk is the one that is measured.</summary>
    public required string Folder { get; init; }

    /// <summary>The effective settings: what is measured runs with them.</summary>
    public required SettingsSnapshot Settings { get; init; }

    /// <summary>
    /// How to start a worker process that ends up in <see cref="BenchWorker.RunAsync"/>; the daemon adds
    /// <c>--data-dir DIR --run-id ID</c>. Needed by the part <c>ingest</c> and for the age of frames.
    /// </summary>
    public IReadOnlyList<string> WorkerCommand { get; init; } = [];

    /// <summary>Handed to every worker, for example <c>--set fast_lane.publish_hz=1</c>.</summary>
    public IReadOnlyList<string> WorkerArguments { get; init; } = [];

    public int Rounds { get; init; } = 5;

    /// <summary>The one environment that the part <c>gym</c> measures; <c>null</c> is all.</summary>
    public string? EnvId { get; init; }

    public BenchSizes Sizes { get; init; } = BenchSizes.Full;

    /// <summary>Where sentences about the progress go.</summary>
    public TextWriter Progress { get; init; } = TextWriter.Null;

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
