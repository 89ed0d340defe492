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

    [LoggerMessage(EventId = 7011, Level = LogLevel.Information, Message = "Run {RunId} has ended and has all that was in {Path}: the spool was removed.")]
    public static partial void SpoolDiscarded(ILogger logger, string runId, string path);

    [LoggerMessage(EventId = 7012, Level = LogLevel.Warning, Message = "Run {RunId} has ended, and {Path} is not part of it: {Reason}")]
    public static partial void SpoolKept(ILogger logger, string runId, string path, string reason);

    /// <summary>A record of the catalogue that is too frequent for the run's own file. The caller asks first whether debug is on.</summary>
    public static void Detail(ILogger logger, LogId id, string runId, params ReadOnlySpan<object?> values) =>
        Detail(logger, id.Id, runId, id.Create(0, values).Message);

    [LoggerMessage(EventId = 7010, Level = LogLevel.Debug, Message = "{Id} run {RunId}: {Sentence}", SkipEnabledCheck = true)]
    private static partial void Detail(ILogger logger, string id, string runId, string sentence);
}
