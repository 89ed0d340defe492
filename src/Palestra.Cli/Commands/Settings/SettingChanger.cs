using System.CommandLine;
using Palestra.Settings;
using Palestra.Storage;

namespace Palestra.Cli;

/// <summary>
/// Changes a setting through the daemon of the data folder, or, when there is none, in its store of overrides. Only one
/// of the two happens: whoever writes holds the lock of the folder.
/// </summary>
internal static class SettingChanger
{
    /// <param name="text">The new value; <c>null</c> removes the stored one.</param>
    /// <exception cref="UserErrorException">Refused, with the reason.</exception>
    public static async Task<int> RunAsync(ParseResult arguments, string name, string? text, bool json, CancellationToken cancel)
    {
        var workbench = Workbench.Open(arguments);
        var key = workbench.Settings.Catalog.FindByEnv(name)?.Key ?? name;
        using var client = new DaemonClient(workbench.Data);
        var edited = await ChangeAsync(workbench, client, key, text, cancel);
        if (json)
        {
            Results.Json(edited);
        }
        else
        {
            Print(edited, removed: text is null);
        }

        return ExitCodes.Success;
    }

    private static async Task<EditedSetting> ChangeAsync(
        Workbench workbench, DaemonClient client, string key, string? text, CancellationToken cancel)
    {
        var own = workbench.Settings.Get<CliSettings>();
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await client.IsThereAsync(cancel))
            {
                return await TellDaemonAsync(client, key, text, cancel);
            }

            // A daemon that is starting or ending holds the lock and does not answer; so does another command that writes.
            using var held = DataRootLock.TryAcquire(workbench.Data, out var busy);
            if (held is not null)
            {
                return Store(workbench, key, text);
            }

            if (TimeProvider.System.GetElapsedTime(since) > own.LockTimeout)
            {
                throw new UserErrorException(busy!, ExitCodes.Failed);
            }

            await Wait.ForAsync(own.PollInterval, cancel);
            cancel.ThrowIfCancellationRequested();
        }
    }

    private static async Task<EditedSetting> TellDaemonAsync(DaemonClient client, string key, string? text, CancellationToken cancel)
    {
        try
        {
            var before = await client.GetSettingAsync(key, cancel);
            return EditedSetting.From(before, await client.ChangeSettingAsync(key, text, cancel));
        }
        catch (UserErrorException refused) when (refused is not DaemonUnreachableException)
        {
            throw new UserErrorException(refused.Message, ExitCodes.Failed);
        }
    }

    private static EditedSetting Store(Workbench workbench, string key, string? text)
    {
        try
        {
            var store = new OverrideStore(workbench.Data);
            if (store.RepairIfDamaged() is { } repaired)
            {
                Console.Error.WriteLine(repaired);
            }

            using var hub = new SettingsHub(workbench.Settings.Catalog, workbench.Sources, store, TimeProvider.System, live: false);
            var before = hub.Current;
            var outcome = hub.Change(new SettingsEdit { Values = [new(key, text)], Who = Environment.UserName, Via = ChangeVia.Cli });
            return outcome is ChangeOutcome.Applied
                ? Edited(before, hub.Current, key)
                : throw new UserErrorException(Reason(outcome), ExitCodes.Failed);
        }
        catch (Exception e) when (e is OverrideStoreException or SettingsException)
        {
            throw new UserErrorException(e.Message, ExitCodes.Failed);
        }
    }

    /// <summary>An override of an earlier program may be removed although the setting is gone.</summary>
    private static EditedSetting Edited(SettingsSnapshot before, SettingsSnapshot after, string key) =>
        before.TryFind(key, out var was, out _) && after.TryFind(key, out var now, out _)
            ? EditedSetting.From(was, now)
            : new() { Key = key, Old = "", New = "", Pending = false, Changed = true, Origin = "", Version = 0 };

    private static string Reason(ChangeOutcome outcome) => outcome switch
    {
        ChangeOutcome.Refused refused => string.Join(Environment.NewLine, refused.Errors.Select(error => error.Sentence)),
        ChangeOutcome.Unavailable away => away.Reason,
        ChangeOutcome.Conflict conflict => $"Somebody else changed {conflict.Namespace} at the same moment; try again.",
        _ => $"The change ended as {outcome}.",
    };

    private static void Print(EditedSetting edited, bool removed)
    {
        if (!edited.Changed)
        {
            Console.Error.WriteLine(removed
                ? $"{edited.Key} has no stored value; nothing to remove."
                : $"{edited.Key} is stored like this already; nothing to change.");
        }
        else if (edited.Pending)
        {
            Console.Out.WriteLine($"{edited.Key}: {edited.Old} -> {edited.New} (pending: in force after a restart of the daemon)");
        }
        else
        {
            Console.Out.WriteLine($"{edited.Key}: {edited.Old} -> {edited.New} ({edited.Origin})");
        }
    }
}
