namespace Palestra.Settings;

/// <summary>Values were refused; carries every error of every layer at once. The message is fit to be shown.</summary>
public sealed class SettingsException : Exception
{
    public SettingsException(IReadOnlyList<SettingsError> errors)
        : base(Text(errors)) => Errors = errors;

    public IReadOnlyList<SettingsError> Errors { get; }

    private static string Text(IReadOnlyList<SettingsError> errors) => errors.Count == 1
        ? errors[0].Sentence
        : $"{errors.Count} settings are wrong:" + string.Concat(errors.Select(error => $"\n  - {error.Sentence}"));
}
