using Microsoft.Extensions.Configuration;

namespace Palestra.Settings;

/// <summary>
/// One layer as a configuration provider that also remembers where each value stands. Filled once by its reader, then only
/// read. Keys of the registry have dots where configuration paths have colons.
/// </summary>
internal sealed class SettingsLayer(SettingOrigin origin, Func<SettingSpec, string> silence) : ConfigurationProvider
{
    private readonly Dictionary<string, LayerPlace> _places = [];

    public SettingOrigin Origin { get; } = origin;

    /// <summary>Keeps a value, replacing an earlier one of the same key.</summary>
    public void Say(SettingSpec spec, string value, LayerPlace place)
    {
        Set(PathOf(spec), value);
        _places[spec.Key] = place;
    }

    /// <summary>Where the value of a setting stands; <c>null</c> when the layer says nothing about it.</summary>
    public LayerPlace? PlaceOf(SettingSpec spec) => _places.GetValueOrDefault(spec.Key);

    /// <summary>Why the layer says nothing.</summary>
    public string Silence(SettingSpec spec) => silence(spec);

    public static string PathOf(SettingSpec spec) => spec.Key.Replace('.', ConfigurationPath.KeyDelimiter[0]);
}

/// <summary>Where a value stands.</summary>
/// <param name="Text">In words: "settings.json line 3", "environment variable GYM_RUN_CPUS".</param>
internal sealed record LayerPlace(string Text, string? File = null, int? Line = null)
{
    public static LayerPlace InFile(string file, int line, string name = "") =>
        new($"{file} line {line}{(name.Length == 0 ? "" : $" ({name})")}", file, line);
}
