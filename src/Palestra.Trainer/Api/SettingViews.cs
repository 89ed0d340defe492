using Palestra.Settings;

namespace Palestra.Trainer.Api;

/// <summary>One change of one setting, as the history has it.</summary>
/// <param name="Old">What the layer said before; <c>null</c>: nothing.</param>
/// <param name="New">What it says now; <c>null</c>: nothing.</param>
/// <param name="Pending">It takes effect with the next start.</param>
/// <param name="RunPositions">The last bus sequence of every run that was live, by run id.</param>
public sealed record SettingChangeView(
    long Id, long TimeUs, string Who, string Via, string Key, string? Old, string? New, bool Pending, IReadOnlyDictionary<string, long> RunPositions)
{
    public static SettingChangeView From(SettingChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new(change.Id, change.TimeUs, change.Who, change.Via, change.Key, change.Old, change.New, change.Pending, change.RunPositions);
    }
}

/// <summary>A page of the history, newest first.</summary>
/// <param name="NextBefore">The <c>before</c> of the next page; <c>null</c> when there is none.</param>
public sealed record SettingHistoryPage(IReadOnlyList<SettingChangeView> Changes, long? NextBefore);

/// <summary>What became of an edit: what really changed, and the present versions of the namespaces it names.</summary>
public sealed record SettingEditView(IReadOnlyList<SettingChangeView> Changes, IReadOnlyDictionary<string, long> Versions);

/// <summary>What is wrong with the settings file.</summary>
public sealed record SettingsProblemView(string Detail, long TimeUs, IReadOnlyList<SettingsErrorView> Errors)
{
    public static SettingsProblemView? From(SettingsProblem? problem) => problem is null
        ? null
        : new(problem.Sentence, problem.TimeUs, [.. problem.Errors.Select(SettingsErrorView.From)]);
}

public sealed record SettingsErrorView(string Sentence, string Kind, string? Key, string? File, int? Line)
{
    public static SettingsErrorView From(SettingsError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new(error.Sentence, Word(error.Kind), error.Key, error.File, error.Line);
    }

    private static string Word(SettingsErrorKind kind) => kind switch
    {
        SettingsErrorKind.Unknown => "unknown",
        SettingsErrorKind.Rule => "rule",
        SettingsErrorKind.Pinned => "pinned",
        SettingsErrorKind.Bootstrap => "bootstrap",
        SettingsErrorKind.HostOnly => "host-only",
        SettingsErrorKind.Secret => "secret",
        SettingsErrorKind.Undo => "undo",
        _ => "invalid",
    };
}

/// <summary>A setting that changed while a run was live, and where the run stood.</summary>
/// <param name="Steps">Steps of the run on disk.</param>
/// <param name="Episodes">Finalized episodes on disk: the x of a chart over episodes.</param>
/// <param name="Streams">Last step on disk of each stream, by <c>agent/slot</c>.</param>
public sealed record RunSettingChangeView(
    long TimeUs, string Key, string? Old, string? New, string Who, string Via, bool Pending,
    long BusSeq, long Steps, long Episodes, IReadOnlyDictionary<string, long> Streams);

public sealed record SettingChangeList(IReadOnlyList<RunSettingChangeView> Changes);
