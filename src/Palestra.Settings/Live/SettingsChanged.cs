namespace Palestra.Settings;

/// <summary>What a subscriber is told once new values are in force. Immutable.</summary>
/// <param name="Keys">The keys it watches whose value is another one now.</param>
/// <param name="Before">What was in force until now.</param>
/// <param name="After">What is in force from now on.</param>
public sealed record SettingsChanged(IReadOnlyList<string> Keys, SettingsSnapshot Before, SettingsSnapshot After);
