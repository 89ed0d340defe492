namespace Palestra.Settings;

/// <summary>
/// The declarations of settings are wrong, or a group was asked for that no catalogue holds: a fault of the program, not of
/// the person who runs it.
/// </summary>
public sealed class SettingsCatalogException : Exception
{
    public SettingsCatalogException(IReadOnlyList<string> errors)
        : base(string.Join(Environment.NewLine, errors)) => Errors = errors;

    /// <summary>One sentence per fault, each naming the property.</summary>
    public IReadOnlyList<string> Errors { get; }
}
