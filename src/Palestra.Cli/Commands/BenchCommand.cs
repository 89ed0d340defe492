using System.CommandLine;
using System.Globalization;
using Palestra.Bench;
using Palestra.Gym;
using Palestra.Settings;
using Spectre.Console;

namespace Palestra.Cli;

/// <summary><c>palestra bench [PART]</c>: throughput and latency, each beside a baseline of the same run.</summary>
internal static class BenchCommand
{
    private static readonly Argument<string?> Part = new("PART")
    {
        Description = $"One part alone: {string.Join(", ", BenchSuite.Parts)}.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Json = GlobalOptions.Json();
    private static readonly Option<int> Rounds = RoundsOption();

    public static Command Create()
    {
        var command = new Command("bench", "Measure throughput and latency, each beside a baseline in the same run; checks its own sums.")
        {
            Part, Json, Rounds, BenchWorkerCommand.Create(),
        };
        command.SetAction(arguments => RunAsync(
            Checked(arguments.GetValue(Part)), envId: null, Workbench.Open(arguments), arguments.GetValue(Rounds), arguments.GetValue(Json)));
        return command;
    }

    public static Option<int> RoundsOption()
    {
        var option = new Option<int>("--rounds")
        {
            Description = "Rounds of each measurement and of its baseline, in turn.",
            HelpName = "N",
            DefaultValueFactory = _ => 5,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) || rounds is < 1 or > 1000))
            {
                result.AddError($"--rounds '{token.Value}' is not allowed: 1 to 1000.");
            }
        });
        return option;
    }

    public static async Task<int> RunAsync(string? part, string? envId, Workbench workbench, int rounds, bool json)
    {
        try
        {
            var results = await BenchSuite.RunAsync(part, new BenchOptions
            {
                Folder = Path.Combine(workbench.Data.Path, $"bench-{Environment.ProcessId}"),
                Settings = workbench.Settings,
                WorkerCommand = [.. DaemonHost.Executable(), "bench", BenchWorkerCommand.Name],
                WorkerArguments = workbench.SettingArguments,
                Rounds = rounds,
                EnvId = envId,
                Progress = Console.Error,
            });
            if (json)
            {
                Results.Json(new { results });
            }
            else
            {
                Print(results);
            }

            return ExitCodes.Success;
        }
        catch (GymException error)
        {
            throw new UserErrorException(error.Message);
        }
        catch (BenchFailedException error)
        {
            throw new UserErrorException(error.Message, ExitCodes.Failed);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The benchmarks cannot write to {workbench.Data.Path}: {error.Message}", ExitCodes.Failed);
        }
    }

    private static string? Checked(string? part) => part is null || BenchSuite.Parts.Contains(part)
        ? part
        : throw new UserErrorException(
            $"There is no part '{part}' of the benchmarks: {string.Join(", ", BenchSuite.Parts)}.{NearestName.Hint(part, BenchSuite.Parts)}");

    private static void Print(IReadOnlyList<BenchResult> results)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in new[] { "name", "median", "min .. max", "unit", "baseline", "ratio", "target" })
        {
            table.AddColumn(column);
        }

        foreach (var row in results)
        {
            table.AddRow(
                Markup.Escape(row.Name), Figure(row.Median), $"{Figure(row.Min)} .. {Figure(row.Max)}", Markup.Escape(row.Unit),
                Markup.Escape($"{Figure(row.BaselineValue)} ({row.Baseline})"), Figure(row.Ratio),
                Markup.Escape(row.Target is null ? "" : $"{row.Target}: {(row.Met == true ? "met" : "MISSED")}"));
        }

        Results.Console.Write(table);
    }

    private static string Figure(double value) => Math.Abs(value) switch
    {
        >= 1000 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.###", CultureInfo.InvariantCulture),
    };
}
