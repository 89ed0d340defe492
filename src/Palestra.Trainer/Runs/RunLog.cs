using Microsoft.Extensions.Logging;
using Palestra.Telemetry;

namespace Palestra.Trainer.Runs;

/// <summary>What the daemon's own log says about runs.</summary>
internal static partial class RunLog
{
    [LoggerMessage(EventId = 7001, Level = LogLevel.Information, Message = "Run {RunId}: {State}. {Reason}")]
    public static partial void Moved(ILogger logger, string runId, RunState state, string reason);

    [LoggerMessage(EventId = 7008, Level = LogLevel.Information, Message = "Run {RunId} waits for a place: {Reason}")]
    public static partial void Waits(ILogger logger, string runId, string reason);

    [LoggerMessage(EventId = 7002, Level = LogLevel.Error, Message = "Run {RunId} is broken: {Reason}")]
    public static partial void Broken(ILogger logger, string runId, string reason);

    [LoggerMessage(EventId = 7003, Level = LogLevel.Error, Message = "Run {RunId} could not be closed in good order: {Reason}")]
    public static partial void CloseFailed(ILogger logger, string runId, string reason);

    [LoggerMessage(EventId = 7004, Level = LogLevel.Warning, Message = "Run {RunId} is damaged; the others are not touched by it. {Reason}")]
    public static partial void Damaged(ILogger logger, string runId, string reason);

    [LoggerMessage(EventId = 7005, Level = LogLevel.Error, Message = "Run {RunId}: its supervisor ended with an error that nobody expected.")]
    public static partial void SupervisorFailed(ILogger logger, string runId, Exception exception);

    [LoggerMessage(EventId = 7006, Level = LogLevel.Warning, Message = "The row of run {RunId} in the catalogue could not be written: {Reason}")]
    public static partial void RowFailed(ILogger logger, string runId, string reason);

    [LoggerMessage(EventId = 7007, Level = LogLevel.Warning, Message = "Nothing of run {RunId} can be written: {Reason}")]
    public static partial void Stalled(ILogger logger, string runId, string reason);

    [LoggerMessage(EventId = 7009, Level = LogLevel.Information, Message = "Run {RunId} is written again after {Seconds} s.")]
    public static partial void Resumed(ILogger logger, string runId, double seconds);
}
