using System.CommandLine;

namespace Palestra.Cli;

/// <summary><c>palestra settings …</c>: the registry.</summary>
internal static class SettingsCommands
{
    public static Command Create() => new("settings", "Show the settings, their values and where they come from; change, compare and examine them.")
    {
        SettingsListCommand.Create(),
        SettingsExplainCommand.Create(),
        SettingsSetCommand.Create(),
        SettingsUnsetCommand.Create(),
        SettingsHistoryCommand.Create(),
        SettingsDiffCommand.Create(),
        SettingsDumpCommand.Create(),
        SettingsDoctorCommand.Create(),
        SettingsDocsCommand.Create(),
    };

    /// <summary>The argument that names a setting.</summary>
    public static Argument<string> Key() =>
        new("KEY") { Description = "Key of a setting, or its environment variable, for example telemetry.heartbeat_interval." };
}
