using System.Collections;

namespace Palestra.Settings;

/// <summary>Where the layers are read from. Values of secrets may be in here: do not log it.</summary>
public sealed record SettingsSources
{
    /// <summary>Path of the settings file; a file that does not exist says nothing. <c>null</c> is none.</summary>
    public string? SettingsFile { get; init; }

    /// <summary>Path of the <c>.env</c> file; a file that does not exist says nothing. <c>null</c> is none.</summary>
    public string? DotEnvFile { get; init; }

    /// <summary>
    /// Reads the stored overrides of a data folder, which is the argument. It may throw
    /// <see cref="OverrideStoreException"/>: that is a warning, and kill switches are enabled. <c>null</c>: nothing is stored.
    /// </summary>
    public Func<string, StoredOverrides>? Stored { get; init; }

    /// <summary>The process environment. Names other than <c>GYM_*</c> are ignored.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Keys and values of <c>--set</c> and options that stand for one; of a key given twice the last counts.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> CommandLine { get; init; } = [];

    /// <summary>The environment of this process and the <c>.env</c> of its working folder.</summary>
    public static SettingsSources OfProcess(IReadOnlyList<KeyValuePair<string, string>> commandLine) => new()
    {
        DotEnvFile = Path.GetFullPath(".env"),
        Environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? ""),
        CommandLine = commandLine,
    };

    /// <summary>Splits the argument of <c>--set</c>; <c>null</c> and a sentence when it is not <c>key=value</c>.</summary>
    public static KeyValuePair<string, string>? ParseAssignment(string argument, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(argument);
        var at = argument.IndexOf('=', StringComparison.Ordinal);
        problem = at > 0
            ? null
            : $"--set takes key=value, for example --set run.default_seed=7, but got '{FileText.Show(argument)}'.";
        return at > 0 ? new(argument[..at].Trim(), argument[(at + 1)..]) : null;
    }
}
