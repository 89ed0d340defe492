using Microsoft.Extensions.Configuration;

namespace Palestra.Settings;

/// <summary>Reads all layers, validates everything and builds the frozen records. Stateless and thread-safe.</summary>
public static class SettingsLoader
{
    /// <summary>Loads from exactly the sources given.</summary>
    /// <exception cref="SettingsException">Something is wrong: every error of every layer at once.</exception>
    public static SettingsSnapshot Load(SettingsCatalog catalog, SettingsSources sources) =>
        Load(catalog, sources, (_, _) => sources.SettingsFile);

    /// <summary>
    /// Loads for a data folder whose place is itself a setting: <c>paths.data_dir</c> is taken from <c>.env</c>, environment
    /// and command line, then the <c>settings.json</c> in it (when it exists) joins the layers. The folder need not exist.
    /// </summary>
    /// <param name="catalog">Must contain <see cref="PathSettings"/>.</param>
    /// <param name="sources">The other sources; a settings file named in them takes the place of the one in the folder.</param>
    /// <param name="dataRoot">The data folder, absolute.</param>
    /// <exception cref="SettingsException">Something is wrong: every error of every layer at once.</exception>
    public static SettingsSnapshot LoadForDataRoot(SettingsCatalog catalog, SettingsSources sources, out string dataRoot)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var spec = catalog.Find(PathSettings.DataDirKey)
            ?? throw new SettingsCatalogException([$"The catalogue lacks {nameof(PathSettings)}, which says where the data is."]);
        string? root = null;
        var snapshot = Load(catalog, sources, (configuration, errors) =>
        {
            var given = configuration[SettingsLayer.PathOf(spec)] ?? "";
            root = PathSettings.Resolve(given, sources.Environment, out var problem);
            if (root is null)
            {
                errors.Add(new(problem!, Key: spec.Key));
            }

            return sources.SettingsFile ?? (root is null ? null : Path.Combine(root, PathSettings.SettingsFileName));
        });
        dataRoot = root!;
        return snapshot;
    }

    private static SettingsSnapshot Load(
        SettingsCatalog catalog, SettingsSources sources, Func<IConfiguration, List<SettingsError>, string?> findFile)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(sources);
        var errors = new List<SettingsError>();
        var warnings = new List<string>();
        SettingsLayer[] beyondFile =
        [
            DotEnvReader.Read(catalog, sources.DotEnvFile, errors),
            EnvironmentReader.Read(catalog, sources.Environment, errors, warnings),
            CommandLineReader.Read(catalog, sources.CommandLine, errors),
        ];
        using var outer = new ConfigurationRoot([.. beyondFile]);
        var fileLayer = SettingsFileReader.Read(catalog, findFile(outer, errors), errors);
        var stored = new SettingsLayer(SettingOrigin.Stored, _ => "nothing is stored");
        using var all = new ConfigurationRoot([fileLayer, stored, .. beyondFile]);
        var values = new Resolution(catalog, all);
        errors.AddRange(values.Errors);
        var records = values.BuildRecords(errors);
        return errors.Count == 0
            ? new(catalog, records, values.Effective, warnings)
            : throw new SettingsException([.. errors.OrderBy(error => error.Layer ?? (SettingOrigin)int.MaxValue)]);
    }
}
