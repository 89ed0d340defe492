namespace Palestra.Telemetry;

/// <summary>Severity, in the order of Python's and .NET's loggers. On disk and on the wire.</summary>
public enum LogSeverity : byte
{
    Debug = 1,
    Info = 2,
    Warning = 3,
    Error = 4,
}

/// <summary>One line of a run's log, from the daemon, the worker, or a captured stdout or stderr.</summary>
public sealed class LogRecord : TelemetryEvent
{
    public override Topics Topic => Topics.Logs;

    /// <summary>Microseconds since the Unix epoch.</summary>
    public required long TimeUs { get; init; }

    public required LogSeverity Severity { get; init; }

    /// <summary>Stable id such as <c>LOG_RUN_STATE</c>; captured output has <c>LOG_WORKER_STDOUT</c> or <c>LOG_WORKER_STDERR</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Who speaks: <c>trainer</c>, <c>worker</c>, <c>durable_path</c>, <c>fast_lane</c> …</summary>
    public required string Component { get; init; }

    public required string Message { get; init; }

    public string? AgentId { get; init; }
}
