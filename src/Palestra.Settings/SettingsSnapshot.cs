using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Palestra.Settings;

/// <summary>
/// All settings as they are in force, validated and frozen. Immutable and thread-safe; a change is a new snapshot. Services
/// take the records out of it once and never ask again.
/// </summary>
public sealed class SettingsSnapshot
{
    private readonly FrozenDictionary<Type, object> _records;
    private readonly FrozenDictionary<string, EffectiveSetting> _byKey;

    internal SettingsSnapshot(
        SettingsCatalog catalog,
        Dictionary<Type, object> records,
        IReadOnlyList<EffectiveSetting> effective,
        IReadOnlyList<string> warnings)
    {
        Catalog = catalog;
        Effective = effective;
        Warnings = warnings;
        _records = records.ToFrozenDictionary();
        _byKey = effective.ToFrozenDictionary(setting => setting.Spec.Key);
    }

    public SettingsCatalog Catalog { get; }

    /// <summary>Every setting, by key, secrets masked.</summary>
    public IReadOnlyList<EffectiveSetting> Effective { get; }

    /// <summary>The settings file that was read, whether or not it exists; <c>null</c> when there is none.</summary>
    public string? SettingsFile { get; internal init; }

    /// <summary>Stored overrides that the program of today does not take, by key, each with the reason.</summary>
    public IReadOnlyDictionary<string, SettingsError> IgnoredOverrides { get; internal init; } =
        new Dictionary<string, SettingsError>();

    /// <summary>What looked odd but stopped nothing, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The frozen record of a group. This is the only way to the value of a secret.</summary>
    /// <exception cref="SettingsCatalogException">The group is not in the catalogue.</exception>
    public TGroup Get<TGroup>() where TGroup : class => _records.TryGetValue(typeof(TGroup), out var record)
        ? (TGroup)record
        : throw new SettingsCatalogException([$"{typeof(TGroup).Name} is not in this catalogue of settings."]);

    /// <summary>Finds a setting by key or by environment name; when there is none, a sentence with the nearest.</summary>
    public bool TryFind(
        string name, [NotNullWhen(true)] out EffectiveSetting? setting, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(name);
        setting = _byKey.GetValueOrDefault(Catalog.FindByEnv(name)?.Key ?? name);
        problem = setting is null
            ? $"'{FileText.Show(name)}' is not a setting.{NearestName.Hint(name, Catalog.Keys.Concat(Catalog.EnvNames))}"
            : null;
        return setting is not null;
    }

    internal EffectiveSetting Find(string key) => _byKey[key];

    internal object RecordOf(Type group) => _records[group];

    internal object ValueOf(SettingSpec spec) => spec.Property.GetValue(_records[spec.Group])!;
}
