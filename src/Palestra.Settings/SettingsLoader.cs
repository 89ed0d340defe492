namespace Palestra.Settings;

/// <summary>
/// Reads all layers once, validates everything and builds the frozen records. Stateless and thread-safe. A process whose
/// settings may change while it runs has a <see cref="SettingsHub"/> instead.
/// </summary>
public static class SettingsLoader
{
    /// <summary>Loads from exactly the sources given.</summary>
    /// <exception cref="SettingsException">Something is wrong: every error of every layer at once.</exception>
    public static SettingsSnapshot Load(SettingsCatalog catalog, SettingsSources sources) =>
        Load(new LayerSet(catalog, sources, inDataRoot: false));

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
        var layers = new LayerSet(catalog, sources, inDataRoot: true);
        var snapshot = Load(layers);
        dataRoot = layers.DataRoot!;
        return snapshot;
    }

    private static SettingsSnapshot Load(LayerSet layers)
    {
        var errors = new List<SettingsError>();
        var snapshot = layers.Resolve(layers.ReadFile(errors), layers.ReadStored(), _ => true, errors);
        return errors.Count == 0 ? snapshot : throw new SettingsException(errors);
    }
}
