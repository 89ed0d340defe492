using System.CommandLine;
using System.Globalization;
using Palestra.Settings;
using Palestra.Storage;

namespace Palestra.Cli;

/// <summary><c>palestra settings history [KEY]</c>: who changed what, newest first.</summary>
internal static class SettingsHistoryCommand
{
    private static readonly Argument<string?> Key = new("KEY") { Description = "Only this setting.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<int?> Limit = new("--limit") { Description = "At most so many changes.", HelpName = "N" };
    private static readonly Option<bool> Json = GlobalOptions.Json();

    public static Command Create()
    {
        var command = new Command("history", "List the changes of settings, newest first: stored values and edits of the settings file.") { Key, Limit, Json };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var workbench = Workbench.Open(arguments);
        var limit = arguments.GetValue(Limit) ?? workbench.Settings.Get<CliSettings>().HistoryRows;
        if (limit < 1)
        {
            throw new UserErrorException($"--limit {limit} is not allowed: 1 or more changes.");
        }

        var changes = Read(workbench, KeyOf(workbench, arguments.GetValue(Key)), limit);
        if (arguments.GetValue(Json))
        {
            Results.Json(changes);
        }
        else if (changes.Count == 0)
        {
            Console.Error.WriteLine("No setting was changed yet. 'palestra settings set KEY VALUE' changes one.");
        }
        else
        {
            SettingTables.Print(["ID", "TIME", "WHO", "VIA", "KEY", "OLD", "NEW", ""], changes.Select(Row));
        }

        return ExitCodes.Success;
    }

    // A setting of an earlier program may have a history although it is gone.
    private static string? KeyOf(Workbench workbench, string? name) =>
        name is null ? null : workbench.Settings.TryFind(name, out var setting, out _) ? setting.Spec.Key : name;

    private static IReadOnlyList<SettingChange> Read(Workbench workbench, string? key, int limit)
    {
        try
        {
            var changes = new OverrideStore(workbench.Data).History(key, null, limit);
            return changes.Count > 0 || key is null || workbench.Settings.Catalog.Find(key) is not null
                ? changes
                : throw new UserErrorException($"'{key}' is not a setting.{NearestName.Hint(key, workbench.Settings.Catalog.Keys)} 'palestra settings list' shows all.");
        }
        catch (OverrideStoreException e)
        {
            throw new UserErrorException(e.Message, ExitCodes.Failed);
        }
    }

    private static string[] Row(SettingChange change) =>
    [
        change.Id.ToString(CultureInfo.InvariantCulture),
        DateTimeOffset.UnixEpoch.AddMicroseconds(change.TimeUs).ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        change.Who,
        change.Via,
        change.Key,
        SettingTables.Shown(change.Old),
        SettingTables.Shown(change.New),
        change.Pending ? "pending" : "",
    ];
}
