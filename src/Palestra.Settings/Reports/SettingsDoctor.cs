namespace Palestra.Settings;

/// <summary>Looks for what is wrong, has no effect or could be tidier in all layers. Stateless and thread-safe.</summary>
public static class SettingsDoctor
{
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>
    /// Reads all layers, as a start would, and says what it finds, worst first. When the layers are not valid, it says that and
    /// nothing else.
    /// </summary>
    public static IReadOnlyList<SettingsFinding> Examine(SettingsCatalog catalog, SettingsSources sources)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(sources);
        try
        {
            var snapshot = catalog.Find(PathSettings.DataDirKey) is null
                ? SettingsLoader.Load(catalog, sources)
                : SettingsLoader.LoadForDataRoot(catalog, sources, out _);
            return Examine(snapshot, sources.DotEnvFile);
        }
        catch (SettingsException refused)
        {
            return [.. refused.Errors.Select(error => new SettingsFinding(
                FindingSeverity.Error, ValueText.Word(error.Kind.ToString()), error.Key, error.Sentence))];
        }
    }

    /// <summary>Examines what is in force.</summary>
    /// <param name="snapshot">What is in force.</param>
    /// <param name="dotEnvFile">The <c>.env</c> file it was read from, if any.</param>
    public static IReadOnlyList<SettingsFinding> Examine(SettingsSnapshot snapshot, string? dotEnvFile = null)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        IEnumerable<SettingsFinding> findings =
        [
            .. Warnings(snapshot),
            .. FileModes(snapshot.SettingsFile, dotEnvFile),
            .. snapshot.Effective.SelectMany(Switches),
            .. snapshot.Effective.SelectMany(Layers),
        ];
        return [.. findings.OrderBy(finding => finding.Severity)];
    }

    private static IEnumerable<SettingsFinding> Warnings(SettingsSnapshot snapshot)
    {
        var ignored = snapshot.IgnoredOverrides.ToLookup(entry => entry.Value.Sentence, entry => entry.Key);
        return from sentence in snapshot.Warnings
               let key = ignored[sentence].FirstOrDefault()
               select new SettingsFinding(FindingSeverity.Warning, key is null ? "warning" : "ignored-override", key, sentence);
    }

    private static IEnumerable<SettingsFinding> FileModes(params IEnumerable<string?> files) =>
        from file in files.OfType<string>()
        let mode = SecretFile.ModeOf(file)
        where (mode & WritableByOthers) > 0
        select new SettingsFinding(FindingSeverity.Warning, "file-mode", null,
            $"{file} can be changed by others (mode {SecretFile.Octal(mode.Value)}); chmod go-w {file}");

    private static IEnumerable<SettingsFinding> Switches(EffectiveSetting setting)
    {
        if (setting.Spec.KillSwitch && setting.Value == "false")
        {
            var row = setting.Layers.Single(layer => layer.Wins);
            yield return new(FindingSeverity.Warning, "kill-switch", setting.Spec.Key,
                $"{setting.Spec.Key} is switched off ({row.Source}).");
        }

        if (setting.Pending is { } pending)
        {
            yield return new(FindingSeverity.Hint, "pending", setting.Spec.Key,
                $"{setting.Spec.Key} is '{setting.Value}' until the next start, then '{pending}'.");
        }
    }

    private static IEnumerable<SettingsFinding> Layers(EffectiveSetting setting)
    {
        var key = setting.Spec.Key;
        foreach (var row in setting.Layers.Skip(1).Where(row => row.Value is not null))
        {
            if (!row.Wins && setting.Pending is null)
            {
                yield return new(FindingSeverity.Warning, "shadowed", key,
                    $"{key} = '{row.Value}' has no effect ({row.Source}): {row.Note}.");
            }
            else if (row.Value == setting.Default && !Hides(setting, row) && !setting.Spec.Secret)
            {
                yield return new(FindingSeverity.Hint, "equals-default", key,
                    $"{key} = '{row.Value}' is the default anyway ({row.Source}); it can be removed.");
            }
        }
    }

    // A default that hides another value of a weaker layer does something.
    private static bool Hides(EffectiveSetting setting, LayerValue row) =>
        setting.Layers.Any(weaker => weaker.Layer > SettingOrigin.Default && weaker.Layer < row.Layer && weaker.Value is not null);
}
