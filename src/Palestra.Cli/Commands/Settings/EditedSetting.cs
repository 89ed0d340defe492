using Palestra.Settings;

namespace Palestra.Cli;

/// <summary>What <c>palestra settings set|unset --json</c> prints.</summary>
internal sealed record EditedSetting
{
    public required string Key { get; init; }

    /// <summary>The value in force before, as a person would write it.</summary>
    public required string Old { get; init; }

    /// <summary>The value in force now, or after the next start of the daemon when it is pending.</summary>
    public required string New { get; init; }

    /// <summary>The daemon takes it with its next start.</summary>
    public required bool Pending { get; init; }

    /// <summary>Whether the store says something else than before.</summary>
    public required bool Changed { get; init; }

    /// <summary>The layer of the value in force.</summary>
    public required string Origin { get; init; }

    /// <summary>Version of the namespace.</summary>
    public required long Version { get; init; }

    public static EditedSetting From(EffectiveSetting before, EffectiveSetting after) => new()
    {
        Key = after.Spec.Key,
        Old = before.Value,
        New = after.Pending ?? after.Value,
        Pending = after.Pending is not null,
        Changed = after.Version != before.Version,
        Origin = after.Origin.Word(),
        Version = after.Version,
    };

    /// <summary>The same of a daemon's rows.</summary>
    public static EditedSetting From(SettingRow before, SettingRow after) => new()
    {
        Key = after.Key,
        Old = before.Text,
        New = after.PendingText ?? after.Text,
        Pending = after.PendingText is not null,
        Changed = after.Version != before.Version,
        Origin = after.Origin,
        Version = after.Version,
    };
}
