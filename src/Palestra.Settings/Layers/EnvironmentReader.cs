namespace Palestra.Settings;

/// <summary>
/// Reads the process environment. An empty variable counts as not set: that is how shells, containers and services pass on
/// what nobody gave. (To set a text to empty, use the command line or the file.)
/// </summary>
internal static class EnvironmentReader
{
    private const string Prefix = "GYM_";

    public static SettingsLayer Read(
        SettingsCatalog catalog,
        IReadOnlyDictionary<string, string> environment,
        List<SettingsError> errors,
        List<string> warnings)
    {
        var layer = new SettingsLayer(SettingOrigin.Environment, spec => environment.ContainsKey(spec.Env)
            ? $"{spec.Env} is empty, which counts as not set"
            : $"{spec.Env} is not set");
        foreach (var (name, value) in environment.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (catalog.FindByEnv(name) is { } spec)
            {
                if (value.Length > 0)
                {
                    layer.Say(spec, value, new($"environment variable {name}"));
                }
            }
            else if (Slip(name, catalog.EnvNames) is { } meant)
            {
                errors.Add(new(
                    $"Environment variable '{name}' is not a setting. Did you mean '{meant}'?", SettingOrigin.Environment, name) { Kind = SettingsErrorKind.Unknown });
            }
            else if (name.StartsWith(Prefix, StringComparison.Ordinal))
            {
                warnings.Add($"Environment variable '{name}' is not a setting; it has no effect.");
            }
        }

        return layer;
    }

    // Other programs may own GYM_ names, so only what is one slip per six letters away from ours is taken for a mistake.
    [NotTunable("Needed to read the settings, so it cannot be one; it judges spelling only.")]
    private static string? Slip(string name, IEnumerable<string> known)
    {
        const int LettersPerSlip = 6;
        const int MostSlips = 3;
        var nearest = NearestName.Of(name, known);
        var own = (nearest?.Length ?? 0) - Prefix.Length;
        var slips = Math.Clamp(own / LettersPerSlip, 1, MostSlips);
        return nearest is not null && NearestName.Distance(name.ToUpperInvariant(), nearest) <= slips ? nearest : null;
    }
}
