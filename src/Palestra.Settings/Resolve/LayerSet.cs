using Microsoft.Extensions.Configuration;

namespace Palestra.Settings;

/// <summary>
/// The layers of one process. <c>.env</c>, environment and command line are read once: they cannot change while a process
/// runs. Settings file and stored overrides are read as often as wanted. Immutable.
/// </summary>
internal sealed class LayerSet
{
    private readonly SettingsCatalog _catalog;
    private readonly SettingsSources _sources;
    private readonly SettingsLayer[] _outer;
    private readonly List<SettingsError> _errors = [];
    private readonly List<string> _warnings = [];

    /// <param name="catalog">All settings there are.</param>
    /// <param name="sources">Where the layers are.</param>
    /// <param name="inDataRoot">Whether the settings file is in the data folder that the outer layers lead to.</param>
    public LayerSet(SettingsCatalog catalog, SettingsSources sources, bool inDataRoot)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(sources);
        (_catalog, _sources, SettingsFile) = (catalog, sources, sources.SettingsFile);
        _outer =
        [
            DotEnvReader.Read(catalog, sources.DotEnvFile, _errors),
            EnvironmentReader.Read(catalog, sources.Environment, _errors, _warnings),
            CommandLineReader.Read(catalog, sources.CommandLine, _errors),
        ];
        if (inDataRoot)
        {
            FindDataRoot();
        }
    }

    /// <summary>The data folder, absolute; <c>null</c> when no layer can say.</summary>
    public string? DataRoot { get; private set; }

    public string? SettingsFile { get; private set; }

    public SettingsLayer ReadFile(List<SettingsError> errors) => SettingsFileReader.Read(_catalog, SettingsFile, errors);

    /// <summary>The stored layer as <see cref="SettingsSources.Stored"/> says it.</summary>
    public StoredState ReadStored()
    {
        var folder = DataRoot ?? Path.GetDirectoryName(SettingsFile) ?? "";
        return _sources.Stored is { } load && folder.Length > 0 ? StoredState.Read(() => load(folder)) : StoredState.None;
    }

    /// <summary>Puts all layers together.</summary>
    /// <param name="file">Layer of the settings file.</param>
    /// <param name="stored">What the store says.</param>
    /// <param name="mayIgnore">Whether stored overrides of a group may be ignored when a rule is broken with them.</param>
    /// <param name="errors">What is wrong with the settings file; every other error joins, in the order of the layers.</param>
    /// <returns>A snapshot, fit for use when there are no errors.</returns>
    public SettingsSnapshot Resolve(
        SettingsLayer file, StoredState stored, Func<Type, bool> mayIgnore, List<SettingsError> errors)
    {
        var ignored = new Dictionary<string, SettingsError>();
        var values = new Resolution(
            _catalog, [file, StoredReader.Read(_catalog, stored, ignored), .. _outer], stored.Overrides.Versions, ignored, mayIgnore);
        SettingsError[] all = [.. errors, .. _errors, .. values.Errors];
        errors.Clear();
        errors.AddRange(all.OrderBy(error => error.Layer ?? (SettingOrigin)int.MaxValue));
        string[] warnings =
        [
            .. _warnings,
            .. stored.Warning is { } trouble ? [trouble] : Array.Empty<string>(),
            .. ignored.Values.Select(error => error.Sentence),
            .. Deprecated(values.Effective),
        ];
        return new(_catalog, values.Records, values.Effective, warnings)
        {
            IgnoredOverrides = ignored,
            SettingsFile = SettingsFile,
        };
    }

    /// <summary>The layer that pins a setting, and where it says so; <c>null</c> when a stored value could win.</summary>
    public string? PinOf(SettingSpec spec) => Array.FindLast(_outer, layer => layer.PlaceOf(spec) is not null)?.PlaceOf(spec)!.Text;

    private static IEnumerable<string> Deprecated(IEnumerable<EffectiveSetting> effective) =>
        from setting in effective
        where setting.Spec.Deprecated is not null && setting.Origin is not SettingOrigin.Default
        select $"{setting.Spec.Key} is deprecated: {setting.Spec.Deprecated}";

    private void FindDataRoot()
    {
        var spec = _catalog.Find(PathSettings.DataDirKey)
            ?? throw new SettingsCatalogException([$"The catalogue lacks {nameof(PathSettings)}, which says where the data is."]);
        using var outer = new ConfigurationRoot([.. _outer]);
        var given = outer[SettingsLayer.PathOf(spec)] ?? "";
        DataRoot = PathSettings.Resolve(given, _sources.Environment, out var problem);
        if (DataRoot is null)
        {
            _errors.Add(new(problem!, Key: spec.Key));
            return;
        }

        SettingsFile ??= Path.Combine(DataRoot, PathSettings.SettingsFileName);
    }
}
