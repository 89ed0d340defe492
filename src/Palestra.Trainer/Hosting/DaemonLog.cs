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

    [LoggerMessage(EventId = 7106, Level = LogLevel.Warning, Message = "{Sentence}")]
    public static partial void StoreRepaired(ILogger logger, string sentence);

    [LoggerMessage(EventId = 7107, Level = LogLevel.Error, Message = "No stored setting is in force, and kill switches are on: {Reason}")]
    public static partial void StoreUnusable(ILogger logger, string reason);

    [LoggerMessage(EventId = 7108, Level = LogLevel.Warning, Message = "{Warning}")]
    public static partial void SettingsWarning(ILogger logger, string warning);

    [LoggerMessage(EventId = 7109, Level = LogLevel.Information, Message = "{Who} ({Via}) changed {Key} from {Old} to {New}{When}.")]
    public static partial void SettingChanged(ILogger logger, string who, string via, string key, string old, string @new, string when);

    [LoggerMessage(EventId = 7110, Level = LogLevel.Error, Message = "{Sentence}")]
    public static partial void SettingsProblem(ILogger logger, string sentence, Exception? cause);

    [LoggerMessage(EventId = 7111, Level = LogLevel.Information, Message = "{Sentence}")]
    public static partial void SettingsRecovered(ILogger logger, string sentence);
}
