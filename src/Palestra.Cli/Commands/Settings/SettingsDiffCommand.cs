using System.CommandLine;
using Palestra.Settings;
using Palestra.Storage;

namespace Palestra.Cli;

/// <summary><c>palestra settings diff RUN [RUN]</c>: the settings that runs ran under.</summary>
internal static class SettingsDiffCommand
{
    private const string Now = "now";

    private static readonly Argument<string> Left = GlobalOptions.Run();
    private static readonly Argument<string?> Right = new("OTHER") { Description = "Another run; left out, the settings of now.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> Origins = new("--origins") { Description = "Also show equal values that came from another layer." };
    private static readonly Option<bool> Json = GlobalOptions.Json();

    public static Command Create()
    {
        var command = new Command("diff", "Compare the settings that two runs ran under, or those of a run with those of now.") { Left, Right, Origins, Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancel)
    {
        var workbench = Workbench.Open(arguments);
        var (left, right) = (arguments.GetRequiredValue(Left), arguments.GetValue(Right));
        var differences = SettingsDiff.Of(
            Of(workbench, left),
            right is null ? await OfNowAsync(workbench, cancel) : Of(workbench, right),
            arguments.GetValue(Origins));
        if (arguments.GetValue(Json))
        {
            Results.Json(new ComparedSettings(left, right ?? Now, [.. differences.Select(pair => new ComparedSetting(
                pair.Key, pair.Left?.Value, pair.Left?.Origin, pair.Right?.Value, pair.Right?.Origin))]));
        }
        else if (differences.Count == 0)
        {
            Console.Error.WriteLine($"{left} and {right ?? Now} have the same settings.");
        }
        else
        {
            SettingTables.Print(["KEY", left, "ORIGIN", right ?? Now, "ORIGIN"], differences.Select(pair => new[]
            {
                pair.Key, Shown(pair.Left), pair.Left?.Origin ?? "", Shown(pair.Right), pair.Right?.Origin ?? "",
            }));
        }

        return ExitCodes.Success;
    }

    private static string Shown(SettingValue? side) => side is null ? "(unknown there)" : side.Value.Length == 0 ? "''" : side.Value;

    private static IEnumerable<SettingValue> Of(Workbench workbench, string run)
    {
        try
        {
            using var reader = RunReader.Open(workbench.ExistingRun(run));
            return [.. reader.Manifest.Settings.Select(used => new SettingValue(used.Key, used.Value, used.Origin))];
        }
        catch (RunFileException damage)
        {
            throw new UserErrorException(damage.Message, ExitCodes.Failed);
        }
    }

    /// <summary>What the daemon runs under, if there is one; else what one would start with here.</summary>
    private static async Task<IEnumerable<SettingValue>> OfNowAsync(Workbench workbench, CancellationToken cancel)
    {
        using var client = new DaemonClient(workbench.Data);
        return await client.IsThereAsync(cancel)
            ? from row in await client.GetSettingsAsync(cancel) where !row.Secret select new SettingValue(row.Key, row.Text, row.Origin)
            : SettingsDiff.ValuesOf(workbench.Settings);
    }
}

/// <summary>What <c>palestra settings diff --json</c> prints.</summary>
internal sealed record ComparedSettings(string Left, string Right, IReadOnlyList<ComparedSetting> Differences);

/// <summary>One difference; <c>null</c> on a side that does not know the setting.</summary>
internal sealed record ComparedSetting(string Key, string? Left, string? LeftOrigin, string? Right, string? RightOrigin);
