using Palestra.FastLane;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Wire;

namespace Palestra.Worker;

/// <summary>What a worker process is told: where its data folder is and which run it executes. The rest is in the manifest.</summary>
public sealed record WorkerOptions
{
    public required DataRoot DataRoot { get; init; }

    public required RunId RunId { get; init; }

    public WorkerSettings Worker { get; init; } = new();

    public FastLaneSettings FastLane { get; init; } = new();

    public WireSettings Wire { get; init; } = new();

    public HeartbeatSettings Heartbeat { get; init; } = new();

    /// <summary>Version that the worker names in its hello.</summary>
    public string Software { get; init; } = $"palestra {typeof(WorkerOptions).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>
    /// Obey SIGTERM (a good end), and Ctrl-C when standard input is a terminal: first a good end, second at once. Without
    /// a terminal SIGINT is ignored: a Ctrl-C meant for the daemon must not end its workers. Off in tests.
    /// </summary>
    public bool HandleSignals { get; init; } = true;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Where sentences for a person go.</summary>
    public TextWriter Error { get; init; } = Console.Error;
}
