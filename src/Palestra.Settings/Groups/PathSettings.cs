namespace Palestra.Settings;

/// <summary>Where things are kept.</summary>
[SettingsGroup("paths")]
public sealed record PathSettings
{
    /// <summary>Key of <see cref="DataDir"/>.</summary>
    public const string DataDirKey = "paths.data_dir";

    /// <summary>Name of the settings file in the data folder.</summary>
    public const string SettingsFileName = "settings.json";

    [Setting("data_dir",
        "Data folder: runs, catalogue and settings file; empty is 'palestra' in the user's data folder of the platform.",
        Env = "GYM_DATA_DIR", Bootstrap = true)]
    public string DataDir { get; init; } = "";

    /// <summary>
    /// The data folder as an absolute path; it need not exist. A leading <c>~/</c> is the home folder. Empty is
    /// <c>$XDG_DATA_HOME/palestra</c> or <c>~/.local/share/palestra</c>, on Windows and macOS (untried) the local
    /// application data folder.
    /// </summary>
    /// <param name="dataDir">The value of the setting.</param>
    /// <param name="environment">For <c>XDG_DATA_HOME</c> and <c>HOME</c>.</param>
    /// <param name="problem">A sentence, when the result is <c>null</c>.</param>
    public static string? Resolve(string dataDir, IReadOnlyDictionary<string, string> environment, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(dataDir);
        ArgumentNullException.ThrowIfNull(environment);
        problem = null;
        if (dataDir.Contains('\0', StringComparison.Ordinal))
        {
            problem = $"{DataDirKey} = '{FileText.Show(dataDir)}' is not a path.";
            return null;
        }

        var wantsHome = dataDir == "~" || dataDir.StartsWith("~/", StringComparison.Ordinal);
        if (!string.IsNullOrWhiteSpace(dataDir) && !wantsHome)
        {
            return Path.GetFullPath(dataDir);
        }

        if (!wantsHome && PlatformData(environment) is { } platform)
        {
            return Path.Combine(platform, "palestra");
        }

        var home = environment.GetValueOrDefault("HOME") is { Length: > 0 } given
            ? given
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (home.Length == 0)
        {
            problem = $"No home folder is known, so {DataDirKey} has no default; set GYM_DATA_DIR to an absolute path.";
            return null;
        }

        return Path.GetFullPath(wantsHome ? home + dataDir[1..] : Path.Combine(home, ".local", "share", "palestra"));
    }

    private static string? PlatformData(IReadOnlyDictionary<string, string> environment)
    {
        var folder = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
            ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : environment.GetValueOrDefault("XDG_DATA_HOME");
        // The XDG specification says that a relative path is to be ignored.
        return Path.IsPathRooted(folder) ? folder : null;
    }
}
