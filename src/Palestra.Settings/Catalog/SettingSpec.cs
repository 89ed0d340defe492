using System.Reflection;

namespace Palestra.Settings;

/// <summary>Everything known about one setting before any value is read. Immutable.</summary>
public sealed record SettingSpec
{
    /// <summary>Full key, for example <c>telemetry.db_sink.batch_size</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Prefix of the group, for example <c>telemetry.db_sink</c>; versions are counted per namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Environment variable, for example <c>GYM_DB_SINK_BATCH_SIZE</c>.</summary>
    public required string Env { get; init; }

    public required SettingType Type { get; init; }

    /// <summary>Unit of the written value; <c>null</c> for what has none.</summary>
    public string? Unit { get; init; }

    /// <summary>Smallest allowed value, in the unit.</summary>
    public double? Min { get; init; }

    /// <summary>Largest allowed value, in the unit.</summary>
    public double? Max { get; init; }

    /// <summary>Allowed texts of a string or words of an enum; <c>null</c> when any is.</summary>
    public IReadOnlyList<string>? Allowed { get; init; }

    /// <summary>A change takes effect in a running daemon; else after a restart.</summary>
    public required bool Hot { get; init; }

    /// <summary>The value is never shown.</summary>
    public required bool Secret { get; init; }

    /// <summary>Cannot stand in the settings file, because it is needed to find it.</summary>
    public required bool Bootstrap { get; init; }

    /// <summary>Names code to execute, so it is never stored.</summary>
    public required bool HostOnly { get; init; }

    /// <summary>Is <c>true</c> while the stored overrides cannot be read.</summary>
    public required bool KillSwitch { get; init; }

    /// <summary>What to use instead, as a sentence; <c>null</c> when the setting is not on its way out.</summary>
    public string? Deprecated { get; init; }

    public required string Description { get; init; }

    /// <summary>Why the default is what it is; <c>null</c> where that goes without saying.</summary>
    public string? Why { get; init; }

    /// <summary>The default as a person would write it.</summary>
    public required string DefaultText { get; init; }

    /// <summary>The record that declares the setting.</summary>
    public required Type Group { get; init; }

    /// <summary>The init property that holds it.</summary>
    public required PropertyInfo Property { get; init; }

    internal object DefaultValue { get; init; } = "";

    /// <summary>What is allowed, in words: "a whole number from 1 to 64 steps".</summary>
    public string AllowedText => ValueText.Describe(this);
}
