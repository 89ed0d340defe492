using System.Globalization;

namespace Palestra.Settings;

/// <summary>
/// Makes a layer of the stored overrides. Nobody can edit the store by hand, so what is wrong in it stops no start: an
/// override that the program of today does not take is ignored, with a reason, until it is unset.
/// </summary>
internal static class StoredReader
{
    /// <param name="catalog">All settings there are.</param>
    /// <param name="stored">What the store says.</param>
    /// <param name="ignored">Gets a sentence per override that is ignored, by key.</param>
    public static SettingsLayer Read(SettingsCatalog catalog, StoredState stored, Dictionary<string, SettingsError> ignored)
    {
        var layer = new SettingsLayer(
            SettingOrigin.Stored, _ => stored.Trouble is { } trouble ? $"cannot be read: {trouble}" : "nothing is stored");
        if (stored.Trouble is { } why)
        {
            EnableKillSwitches(catalog, layer, why);
        }

        foreach (var entry in stored.Overrides.Overrides)
        {
            var spec = catalog.Find(entry.Key);
            if (ProblemOf(catalog, spec, entry) is not { } problem)
            {
                layer.Say(spec!, entry.Value, new(PlaceOf(entry)));
                continue;
            }

            ignored[entry.Key] = new(Ignored(entry.Key, problem.Text), SettingOrigin.Stored, entry.Key) { Kind = problem.Kind };
            if (spec is not null)
            {
                layer.Ignore(spec, $"ignored ({PlaceOf(entry)}): {problem.Text}");
            }
        }

        return layer;
    }

    public static string Ignored(string key, string why) =>
        $"The stored override of {FileText.Show(key)} is ignored: {why}; 'palestra settings unset {FileText.Show(key)}' removes it.";

    private static (SettingsErrorKind Kind, string Text)? ProblemOf(
        SettingsCatalog catalog, SettingSpec? spec, StoredOverride entry)
    {
        if (spec is null)
        {
            var hint = NearestName.Of(entry.Key, catalog.Keys) is { } near ? $" (did you mean '{near}'?)" : "";
            return (SettingsErrorKind.Unknown, $"there is no such setting{hint}");
        }

        if (spec.Secret || spec.Bootstrap || spec.HostOnly)
        {
            return spec.Secret ? (SettingsErrorKind.Secret, "a secret is never stored")
                : spec.Bootstrap ? (SettingsErrorKind.Bootstrap, "the setting is needed to find the store")
                : (SettingsErrorKind.HostOnly, "the setting names code to execute, which is never stored");
        }

        return ValueText.Parse(spec, entry.Value, out var problem) is null
            ? (SettingsErrorKind.Invalid, $"'{FileText.Show(entry.Value)}' {problem}, allowed is {spec.AllowedText}")
            : null;
    }

    private static void EnableKillSwitches(SettingsCatalog catalog, SettingsLayer layer, string why)
    {
        foreach (var spec in catalog.Specs.Where(spec => spec.KillSwitch))
        {
            layer.Say(spec, "true", new("the store, which cannot be read")
            {
                Because = $"cannot be read: {why}; a kill switch is enabled until it can be",
            });
        }
    }

    private static string PlaceOf(StoredOverride entry)
    {
        var time = DateTimeOffset.UnixEpoch.AddMicroseconds(entry.TimeUs).ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return $"stored by {FileText.Show(entry.Who)} at {time}";
    }
}
