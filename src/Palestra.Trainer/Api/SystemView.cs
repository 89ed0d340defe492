namespace Palestra.Trainer.Api;

public sealed record HealthView(string Status, string Version, int Pid, long StartedUs);

/// <summary>The daemon and what flows through it.</summary>
public sealed record SystemView
{
    public required string Version { get; init; }

    public required int Pid { get; init; }

    public required string Host { get; init; }

    public required long StartedUs { get; init; }

    public required string DataDir { get; init; }

    public required string HttpAddress { get; init; }

    public required string GrpcAddress { get; init; }

    public required int CpuCount { get; init; }

    public required DiskView Disk { get; init; }

    public required WorkerCountView Workers { get; init; }

    /// <summary>Calls on the slow lane that never became a session: wrong token, unknown run …</summary>
    public required long RefusedSessions { get; init; }

    /// <summary>One for each run that has not ended.</summary>
    public required IReadOnlyList<PipelineView> Runs { get; init; }
}

public sealed record DiskView(long FreeBytes, long TotalBytes);

public sealed record WorkerCountView(int Running, int Connected);

/// <summary>What flows through one live run (P-COUNT: every drop, lap and retry of it is here).</summary>
public sealed record PipelineView
{
    public required string RunId { get; init; }

    public required string State { get; init; }

    public required double StepsPerSecond { get; init; }

    public required RunHealthView Health { get; init; }

    /// <summary>The newest of each of the daemon's components; the worker's own is in <see cref="Worker"/>.</summary>
    public required IReadOnlyList<HeartbeatView> Heartbeats { get; init; }

    public required PipelineWorkerView Worker { get; init; }

    /// <summary><c>null</c> before the worker has said it.</summary>
    public ObserverView? Observer { get; init; }

    public required LinkView Link { get; init; }

    public required BusView Bus { get; init; }

    public required IReadOnlyList<SubscriberView> Subscribers { get; init; }

    public required DurableView Durable { get; init; }

    public required CreditsView Credits { get; init; }

    public FastLaneView? FastLane { get; init; }

    public required ViewersView Viewers { get; init; }
}

/// <summary>What the worker said with its last heartbeat; <c>null</c> where it has not said anything.</summary>
/// <param name="BlockedMs">How long training has waited in all because memory and spool were full.</param>
/// <summary>Three separate facts: from the process, from the session, from the durable path.</summary>
public sealed record RunHealthView(FactView Worker, FactView Link, FactView Storage);

/// <param name="SinceUs">Since when it is so: microseconds since the Unix epoch.</param>
public sealed record FactView(bool Alive, long SinceUs, string Detail);

/// <param name="Stalled">It has not moved for <c>telemetry.heartbeat_stalled_after</c> intervals although there was something to do.</param>
public sealed record HeartbeatView(string Component, long LastSeq, long Total, long Dropped, double LagMs, long TimeUs, bool Stalled);

public sealed record PipelineWorkerView(
    int? Pid, bool Alive, long? LastHeartbeatUs, long? UnacknowledgedSteps, double? CreditsAvailable,
    double? OutboxBytes, double? SpoolBytes, double? BlockedMs);

public sealed record LinkView
{
    public required bool Connected { get; init; }

    public long? SinceUs { get; init; }

    public required long Sessions { get; init; }

    public required long ReceivedSteps { get; init; }

    public required long ReceivedBatches { get; init; }

    public required long DuplicateSteps { get; init; }

    public required long RejectedMessages { get; init; }
}

/// <param name="PublisherWaits">How often a publisher waited for a full blocking subscriber.</param>
/// <param name="Refused">Notes of the daemon that found no room.</param>
public sealed record BusView(long Capacity, long Published, long PublisherWaits, long Refused);

public sealed record SubscriberView(string Name, PolicyView Policy, long Cursor, long Lag, long Dropped, bool Waiting);

/// <param name="OnFull"><c>drop_oldest</c> or <c>block</c>.</param>
public sealed record PolicyView(int Capacity, string OnFull);

public sealed record DurableView
{
    public required long QueueEvents { get; init; }

    public required long CommittedSteps { get; init; }

    public required long Commits { get; init; }

    public required double LastCommitMs { get; init; }

    [System.Text.Json.Serialization.JsonPropertyName("p50_commit_ms")]
    public required double P50CommitMs { get; init; }

    [System.Text.Json.Serialization.JsonPropertyName("p99_commit_ms")]
    public required double P99CommitMs { get; init; }

    /// <summary>Time of each transaction, fsync included.</summary>
    public required HistogramView CommitDuration { get; init; }

    public required long BytesWritten { get; init; }

    /// <summary>Attempts to write that failed and were made again.</summary>
    public required long Retries { get; init; }

    /// <summary>Events the store refused because they broke a rule (P-GAP).</summary>
    public required long Refused { get; init; }

    public string? StalledReason { get; init; }
}

/// <param name="Buckets">In ascending order; each holds what is longer than the one before allows.</param>
public sealed record HistogramView(long Count, double SumSeconds, IReadOnlyList<BucketView> Buckets);

/// <param name="UpToSeconds">Longest time in it, inclusive; <c>null</c>: without bound.</param>
public sealed record BucketView(double? UpToSeconds, long Count);

public sealed record CreditsView(long WindowSteps, long Grants);

public sealed record FastLaneView
{
    public required bool Connected { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required long FramesWritten { get; init; }

    public required long FramesRead { get; init; }

    public required long FramesSkipped { get; init; }

    public required long Reconnects { get; init; }

    /// <summary>Frames written and neither read nor passed over.</summary>
    public required long Depth { get; init; }

    public double? AgeMs { get; init; }
}

/// <param name="Live">Viewers of the run's figures.</param>
/// <param name="Frames">Viewers of its frames.</param>
/// <param name="Conflated">Changes and frames that a viewer did not get one by one because newer ones replaced them.</param>
public sealed record ViewersView(int Live, int Frames, long Conflated);
