using System.CommandLine;
using System.Globalization;
using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Cli;

/// <summary><c>palestra logs [RUN]</c>: the log of a run, or of the daemon, oldest first.</summary>
internal static class LogsCommand
{
    private static readonly Argument<string?> Run = new("RUN") { Description = "Run id; without it, the daemon's own log.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> Severity = new("--severity") { Description = "Only this severity and worse: debug, info, warning or error.", HelpName = "S" };
    private static readonly Option<string?> Component = new("--component") { Description = "Only this component, for example worker or durable_path.", HelpName = "C" };
    private static readonly Option<string?> Agent = new("--agent") { Description = "Only what is about this agent of the run.", HelpName = "A" };
    private static readonly Option<string?> About = new("--run") { Description = "Of the daemon's log: only what is about this run.", HelpName = "ID" };
    private static readonly Option<bool> Follow = new("--follow", "-f") { Description = "Go on until the run has ended, or until Ctrl-C." };

    public static Command Create()
    {
        var command = new Command("logs", "Print the log of a run, or of the daemon.") { Run, Severity, Component, Agent, About, Follow };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancel)
    {
        var severity = SeverityOf(arguments.GetValue(Severity));
        var component = arguments.GetValue(Component);
        var (agent, about) = (arguments.GetValue(Agent), arguments.GetValue(About));
        var workbench = Workbench.Open(arguments);
        var pause = workbench.Settings.Get<CliSettings>().PollInterval;
        using var interrupts = new Interrupts();
        if (arguments.GetValue(Run) is not { } run)
        {
            if (agent is not null)
            {
                throw new UserErrorException($"--agent {agent} needs a run: 'palestra logs RUN --agent {agent}'. The daemon's own log names no agents.");
            }

            await DaemonLogs.PrintAsync(workbench.Data, severity, component, about, arguments.GetValue(Follow) ? pause : null, interrupts.Graceful);
            return ExitCodes.Success;
        }

        if (about is not null)
        {
            throw new UserErrorException($"'{run}' and --run {about} ask for two logs: 'palestra logs {run}' is the run's, 'palestra logs --run {about}' what the daemon says about it.");
        }

        using var reader = OpenReader(workbench.ExistingRun(run));
        long last = 0;
        while (true)
        {
            // The end first: what is logged before it must still be printed.
            var over = reader.Summary().State?.IsFinal() ?? false;
            var page = reader.LogsSince(last, int.MaxValue, severity, component, agent);
            foreach (var row in page.Logs)
            {
                Console.Out.WriteLine(Line(row.Record));
            }

            last = page.LastRow;
            if (over || !arguments.GetValue(Follow) || interrupts.Graceful.IsCancellationRequested)
            {
                return ExitCodes.Success;
            }

            await Wait.ForAsync(pause, interrupts.Graceful);
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
