using Palestra.Settings;

namespace Palestra.Cli;

/// <summary>How the command line itself behaves.</summary>
[SettingsGroup("cli")]
public sealed record CliSettings
{
    [Setting("poll_interval", "How often a command that waits, 'run' or 'logs --follow', looks for news; shorter shows them sooner and asks more.", Unit = "ms", Min = 10, Max = 60000)]
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    [Setting("lock_timeout", "How long a command that writes to the data folder without a daemon waits for another one that does, before it gives up.", Unit = "s", Min = 0, Max = 3600)]
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(10);

    [Setting("history_rows", "Most changes that 'settings history' lists when no other number is asked for.", Unit = "changes", Min = 1, Max = 1_000_000)]
    public int HistoryRows { get; init; } = 50;
}
