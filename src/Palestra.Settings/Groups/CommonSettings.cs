namespace Palestra.Settings;

/// <summary>The groups that belong to no single subsystem.</summary>
public static class CommonSettings
{
    public static Type[] Groups { get; } = [typeof(PathSettings), typeof(RunDefaultsSettings), typeof(LiveSettings)];
}
