using Palestra.Settings;

namespace Palestra.Trainer;

/// <summary>What the daemon writes to its own log. Runs keep their whole log, whatever stands here.</summary>
[SettingsGroup("log")]
public sealed record LogSettings
{
    [Setting("level", "Least severity that 'palestra up' writes to daemon.log and stderr.", Env = "GYM_LOG_LEVEL",
        Allowed = ["debug", "info", "warning", "error"])]
    public string Level { get; init; } = "info";
}
