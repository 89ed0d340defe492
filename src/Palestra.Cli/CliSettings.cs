using Palestra.Settings;

namespace Palestra.Cli;

/// <summary>How the command line itself behaves.</summary>
[SettingsGroup("cli")]
public sealed record CliSettings
{
    [Setting("poll_interval", "How often a command that waits, 'run' or 'logs --follow', looks for news; shorter shows them sooner and asks more.", Unit = "ms", Min = 10, Max = 60000)]
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(200);
}
