namespace Palestra.Settings;

/// <summary>One thing the doctor found. Immutable; never a secret.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Code">What kind of thing it is, for programs, for example <c>shadowed</c>.</param>
/// <param name="Key">The setting it is about, if one.</param>
/// <param name="Sentence">What was found and what to do.</param>
public sealed record SettingsFinding(FindingSeverity Severity, string Code, string? Key, string Sentence);

/// <summary>How bad a finding is, worst first.</summary>
public enum FindingSeverity
{
    /// <summary>Nothing starts.</summary>
    Error,

    /// <summary>Something does not do what whoever wrote it expects.</summary>
    Warning,

    /// <summary>Something could be tidier.</summary>
    Hint,
}
