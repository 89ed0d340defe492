namespace Palestra.Settings;

/// <summary>Reads the assignments of the command line; of a key given twice the last counts, as is usual for options.</summary>
internal static class CommandLineReader
{
    public static SettingsLayer Read(
        SettingsCatalog catalog, IReadOnlyList<KeyValuePair<string, string>> assignments, List<SettingsError> errors)
    {
        var layer = new SettingsLayer(SettingOrigin.CommandLine, spec => $"{spec.Key} is not given");
        foreach (var (key, value) in assignments)
        {
            if (catalog.Find(key) is { } spec)
            {
                layer.Say(spec, value, new("command line"));
            }
            else
            {
                errors.Add(new(
                    $"Command line: '{FileText.Show(key)}' is not a setting.{NearestName.Hint(key, catalog.Keys)}",
                    SettingOrigin.CommandLine, key) { Kind = SettingsErrorKind.Unknown });
            }
        }

        return layer;
    }
}
