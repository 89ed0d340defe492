namespace Palestra.Settings;

/// <summary>One thing that is wrong with the values given.</summary>
/// <param name="Sentence">Where, what, the value, what is allowed and the nearest name. Never a secret.</param>
/// <param name="Layer">The layer it stands in; <c>null</c> for a rule across settings.</param>
/// <param name="Key">The key, or the name that should have been one; <c>null</c> when a whole file is unreadable.</param>
/// <param name="File">File it stands in, if any.</param>
/// <param name="Line">Line in the file, from 1, where known.</param>
public sealed record SettingsError(
    string Sentence, SettingOrigin? Layer = null, string? Key = null, string? File = null, int? Line = null)
{
    /// <summary>Why, for programs.</summary>
    public SettingsErrorKind Kind { get; init; }

    public override string ToString() => Sentence;
}
