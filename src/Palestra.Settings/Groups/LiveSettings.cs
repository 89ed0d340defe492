namespace Palestra.Settings;

/// <summary>How changes of the settings file are noticed in a running daemon.</summary>
[SettingsGroup("settings")]
public sealed record LiveSettings
{
    [Setting("reload_debounce",
        "How long the settings file must stay unchanged before it is read again; longer suits editors that write in pieces.",
        Unit = "ms", Min = 1, Max = 60_000, Hot = true)]
    public TimeSpan ReloadDebounce { get; init; } = TimeSpan.FromMilliseconds(250);

    [Setting("poll_interval",
        "How often the daemon looks at the settings file by itself, for file systems that tell nobody about changes.",
        Unit = "s", Min = 0.1, Max = 3600, Hot = true)]
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);
}
