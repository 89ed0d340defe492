namespace Palestra.Settings;

/// <summary>Something that went wrong with settings in a running process, or is well again. Immutable; never a secret.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Sentence">What happened and what follows from it.</param>
/// <param name="TimeUs">Microseconds since 1970, UTC.</param>
public sealed record SettingsProblem(SettingsProblemKind Kind, string Sentence, long TimeUs)
{
    /// <summary>What is wrong with the settings file, if it is about that.</summary>
    public IReadOnlyList<SettingsError> Errors { get; init; } = [];

    /// <summary>What a subscriber threw, if it is about that.</summary>
    public Exception? Cause { get; init; }
}

/// <summary>Kinds of <see cref="SettingsProblem"/>.</summary>
public enum SettingsProblemKind
{
    /// <summary>The settings file was edited into something that is not valid; the old values stay.</summary>
    FileRefused,

    /// <summary>The settings file is good again.</summary>
    FileRecovered,

    /// <summary>The folder of the settings file cannot be watched; edits are found later, by looking.</summary>
    WatchFailed,

    /// <summary>A subscriber threw; the others were told all the same.</summary>
    SubscriberFailed,

    /// <summary>An edit of the settings file is in force, but the history could not be written.</summary>
    HistoryLost,
}
