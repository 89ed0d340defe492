namespace Palestra.Settings;

/// <summary>Marks a sealed record as a group of settings; its properties are the settings.</summary>
/// <param name="prefix">First part of every key, for example <c>telemetry.db_sink</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SettingsGroupAttribute(string prefix) : Attribute
{
    public string Prefix { get; } = prefix;
}
