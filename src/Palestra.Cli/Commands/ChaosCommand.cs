using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Palestra.Cli.Chaos;

namespace Palestra.Cli;

/// <summary><c>palestra chaos</c>: faults done to a daemon and workers of its own, and whether they survive them.</summary>
internal static class ChaosCommand
{
    [NotTunable("Range of the option --minutes: a week.")]
    private const double MostMinutes = 7 * 24 * 60;

    private static readonly Option<double> Minutes = new("--minutes")
    {
        Description = "How long faults are done, default 1; the runs then go on to their end.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<int?> Seed = new("--seed") { Description = "Which faults, in which order; left out, drawn and reported.", HelpName = "S" };
    private static readonly Option<bool> Json = GlobalOptions.Json();

    public static Command Create()
    {
        var command = new Command("chaos", "Do faults to a daemon and workers of its own, and prove that nothing acknowledged was lost.") { Minutes, Seed, Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancel)
    {
        var minutes = arguments.GetValue(Minutes);
        if (minutes is not (> 0 and <= MostMinutes))
        {
            throw new UserErrorException(string.Create(CultureInfo.InvariantCulture, $"--minutes {minutes} is not allowed: above 0, at most {MostMinutes}."));
        }

        if (OperatingSystem.IsWindows())
        {
            throw new UserErrorException("'palestra chaos' stops and kills processes with signals, which this system does not have.");
        }

        using var interrupts = new Interrupts();
        await using var driver = new ChaosDriver(arguments.GetValue(Seed) ?? RandomNumberGenerator.GetInt32(int.MaxValue), TimeSpan.FromMinutes(minutes));
        ChaosReport report;
        try
        {
            report = await driver.RunAsync(interrupts.Graceful, interrupts.Now);
        }
        catch (OperationCanceledException)
        {
            throw new UserErrorException("Left before the end: nothing was judged.", ExitCodes.Failed);
        }

        if (arguments.GetValue(Json))
        {
            Results.Json(report);
        }
        else
        {
            ChaosTables.Print(report);
        }

        return report.Problems.Count == 0 ? ExitCodes.Success : ExitCodes.Failed;
    }
}
