namespace Palestra.Settings;

/// <summary>A file that holds a secret must be readable by its owner alone.</summary>
internal static class SecretFile
{
    private const UnixFileMode OfOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Adds an error when the layer takes a secret from a file that others may open.</summary>
    public static void Check(SettingsCatalog catalog, SettingsLayer layer, string file, List<SettingsError> errors)
    {
        var secret = catalog.Specs.FirstOrDefault(spec => spec.Secret && layer.TextOf(spec) is { Length: > 0 });
        if (secret is null || ModeOf(file) is not { } mode || (mode & OfOthers) == 0)
        {
            return;
        }

        var line = layer.PlaceOf(secret)!.Line;
        errors.Add(new(
            $"{file} line {line} holds the secret {secret.Key}, and its mode {Octal(mode)} lets others at it; chmod 600 {file}",
            layer.Origin, secret.Key, file, line) { Kind = SettingsErrorKind.Secret });
    }

    /// <summary>The mode of a file; <c>null</c> where there is none.</summary>
    public static UnixFileMode? ModeOf(string file)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        try
        {
            return File.GetUnixFileMode(file);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static string Octal(UnixFileMode mode) => "0" + Convert.ToString((int)mode, toBase: 8).PadLeft(3, '0');
}
