using Microsoft.Extensions.Logging;

namespace Palestra.Trainer.Hosting;

/// <summary>What the daemon's log says about the daemon.</summary>
internal static partial class DaemonLog
{
    [LoggerMessage(EventId = 7101, Level = LogLevel.Information, Message = "Console and API at {Http}, slow lane at {Grpc}, data in {Folder}.")]
    public static partial void Started(ILogger logger, string http, string grpc, string folder);

    [LoggerMessage(EventId = 7102, Level = LogLevel.Information, Message = "Stopped.")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(EventId = 7103, Level = LogLevel.Warning, Message = "Left {Runs} runs whose workers were still busy ending.")]
    public static partial void LeftWorkers(ILogger logger, int runs);

    [LoggerMessage(EventId = 7104, Level = LogLevel.Warning, Message = "The catalogue was not usable and is rebuilt from the run folders: {Reason}")]
    public static partial void CatalogRebuilt(ILogger logger, string reason);

    [LoggerMessage(EventId = 7105, Level = LogLevel.Error, Message = "{Method} {Path} failed.")]
    public static partial void RequestFailed(ILogger logger, string method, string path, Exception exception);
}
