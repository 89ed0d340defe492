using Palestra.Settings;

namespace Palestra.Trainer.Hosting;

/// <summary>Changes of settings in the words of logs.</summary>
internal static class SettingWords
{
    public static string Shown(string? value) => value switch
    {
        null => "unset",
        "" => "''",
        _ => value,
    };

    public static string When(SettingChange change) => change.Pending ? " (in force after a restart)" : "";
}
