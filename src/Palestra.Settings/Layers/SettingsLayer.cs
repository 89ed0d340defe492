using Microsoft.Extensions.Configuration;

namespace Palestra.Settings;

/// <summary>
/// One layer as a configuration provider that also remembers where each value stands. Filled by its reader, then only
/// read, except that a stored override may be ignored. Keys of the registry have dots where configuration paths have colons.
/// </summary>
internal sealed class SettingsLayer(SettingOrigin origin, Func<SettingSpec, string> silence) : ConfigurationProvider
{
    private readonly Dictionary<string, LayerPlace> _places = [];
    private readonly Dictionary<string, string> _ignored = [];

    public SettingOrigin Origin { get; } = origin;

    /// <summary>Keeps a value, replacing an earlier one of the same key.</summary>
    public void Say(SettingSpec spec, string value, LayerPlace place)
    {
        Set(PathOf(spec), value);
        _places[spec.Key] = place;
    }

    /// <summary>From now on the layer says nothing about this setting, and why is shown in the place of the value.</summary>
    public void Ignore(SettingSpec spec, string why)
    {
        _places.Remove(spec.Key);
        _ignored[spec.Key] = why;
    }

    /// <summary>Where the value of a setting stands; <c>null</c> when the layer says nothing about it.</summary>
    public LayerPlace? PlaceOf(SettingSpec spec) => _places.GetValueOrDefault(spec.Key);

    /// <summary>What the layer says; <c>null</c> when nothing.</summary>
    public string? TextOf(SettingSpec spec) =>
        _places.ContainsKey(spec.Key) && TryGet(PathOf(spec), out var text) ? text : null;

    /// <summary>Why the layer says nothing.</summary>
    public string Silence(SettingSpec spec) => _ignored.GetValueOrDefault(spec.Key) ?? silence(spec);

    public static string PathOf(SettingSpec spec) => spec.Key.Replace('.', ConfigurationPath.KeyDelimiter[0]);
}
