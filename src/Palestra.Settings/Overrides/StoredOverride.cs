namespace Palestra.Settings;

/// <summary>A value that an operator stored. Immutable. Never a secret: those are refused before they get here.</summary>
/// <param name="Key">Key of the setting, for example <c>telemetry.db_sink.batch_size</c>.</param>
/// <param name="Value">The value as a person would write it.</param>
/// <param name="Who">Who stored it.</param>
/// <param name="TimeUs">When, in microseconds since 1970, UTC.</param>
public sealed record StoredOverride(string Key, string Value, string Who, long TimeUs);

/// <summary>The whole stored layer as it was at one moment. Immutable.</summary>
/// <param name="Overrides">At most one per key.</param>
/// <param name="Versions">
/// Version of each namespace that ever had an override; one that is absent is at 0. It grows by one with every change of a
/// stored override of the namespace.
/// </param>
public sealed record StoredOverrides(IReadOnlyList<StoredOverride> Overrides, IReadOnlyDictionary<string, long> Versions)
{
    public static StoredOverrides None { get; } = new([], new Dictionary<string, long>());
}
