using System.CommandLine;
using System.Globalization;
using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Cli;

/// <summary><c>palestra logs RUN</c>: the log of a run, oldest first.</summary>
internal static class LogsCommand
{
    private const int PageSize = 1000;
    private static readonly TimeSpan FollowInterval = TimeSpan.FromMilliseconds(250);

    private static readonly Argument<string> Run = GlobalOptions.Run();
    private static readonly Option<string?> Severity = new("--severity") { Description = "Only this severity and worse: debug, info, warning or error.", HelpName = "S" };
    private static readonly Option<string?> Component = new("--component") { Description = "Only this component, for example worker.", HelpName = "C" };
    private static readonly Option<bool> Follow = new("--follow", "-f") { Description = "Go on until the run has ended." };

    public static Command Create()
    {
        var command = new Command("logs", "Print the log of a run.") { Run, Severity, Component, Follow };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancel)
    {
        var folder = Workbench.Open(arguments).ExistingRun(arguments.GetRequiredValue(Run));
        var severity = SeverityOf(arguments.GetValue(Severity));
        var component = arguments.GetValue(Component);
        using var interrupts = new Interrupts();
        using var reader = OpenReader(folder);

        long last = 0;
        while (true)
        {
            var over = reader.Summary().State?.IsFinal() ?? false;
            LogsSince page;
            do
            {
                page = reader.LogsSince(last, PageSize);
                foreach (var row in page.Logs.Where(row => row.Record.Severity >= severity && (component is null || row.Record.Component == component)))
                {
                    Console.Out.WriteLine(Line(row.Record));
                }

                last = page.LastRow;
            }
            while (page.Logs.Count == PageSize);

            if (over || !arguments.GetValue(Follow) || interrupts.Graceful.IsCancellationRequested)
            {
                return ExitCodes.Success;
            }

            await Wait.ForAsync(FollowInterval, interrupts.Graceful);
        }
    }

    private static string Line(LogRecord record)
    {
        var time = DateTimeOffset.UnixEpoch.AddTicks(record.TimeUs * TimeSpan.TicksPerMicrosecond).ToLocalTime();
        return string.Create(CultureInfo.InvariantCulture, $"{time:yyyy-MM-dd HH:mm:ss.fff} {record.Severity.ToString().ToLowerInvariant(),-7} {record.Component,-12} {record.Message}");
    }

    private static LogSeverity SeverityOf(string? word) => word switch
    {
        null or "debug" => LogSeverity.Debug,
        "info" => LogSeverity.Info,
        "warning" => LogSeverity.Warning,
        "error" => LogSeverity.Error,
        _ => throw new UserErrorException($"--severity '{word}' is not allowed: debug, info, warning or error."),
    };

    private static RunReader OpenReader(RunFolder folder)
    {
        try
        {
            return RunReader.Open(folder);
        }
        catch (RunFileException damage)
        {
            throw new UserErrorException(damage.Message);
        }
    }
}
