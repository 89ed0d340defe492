using System.CommandLine;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Palestra.Trainer;

namespace Palestra.Cli;

/// <summary><c>palestra up</c>: the daemon and its console, until Ctrl-C.</summary>
internal static class UpCommand
{
    private static readonly Option<bool> Demo = new("--demo") { Description = "Also start the demo run: Q-learning on a slippery frozen lake." };
    private static readonly Option<int?> Port = new("--port") { Description = "Port of console and API; 0 takes a free one.", HelpName = "N" };
    private static readonly Option<int?> GrpcPort = new("--grpc-port") { Description = "Port of the slow lane; 0 takes a free one.", HelpName = "N" };
    private static readonly Option<bool> Open = new("--open") { Description = "Open the console in the browser." };

    public static Command Create()
    {
        var command = new Command("up", "Start the daemon and the console; prints the URL.") { Demo, Port, GrpcPort, Open };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancel)
    {
        var workbench = Workbench.Open(arguments).WithEnvironments();
        using var interrupts = new Interrupts();
        await using var daemon = await DaemonHost.StartAsync(
            workbench, PortOf(arguments, Port), PortOf(arguments, GrpcPort), stopWorkers: false, LevelOf(workbench.Settings.Get<LogSettings>()));

        var url = daemon.ConsoleUrl;
        if (arguments.GetValue(Demo))
        {
            var demo = await daemon.SubmitAsync(DemoRequest.Create());
            url = demo.Run is { } run
                ? new Uri(daemon.ConsoleUrl, $"/runs/{run.RunId}{daemon.ConsoleUrl.Query}")
                : throw new UserErrorException(string.Join(Environment.NewLine, demo.Errors.SelectMany(field => field.Value)));
        }

        Console.Out.WriteLine(url);
        if (arguments.GetValue(Open))
        {
            OpenInBrowser(url);
        }

        await Wait.ForAsync(interrupts.Graceful, cancel);
        await Console.Error.WriteLineAsync("Stopping. Workers go on by themselves; the next 'palestra up' takes them in again.");
        await daemon.StopAsync(interrupts.Now);
        return ExitCodes.Success;
    }

    private static LogLevel LevelOf(LogSettings log) => log.Level switch
    {
        "debug" => LogLevel.Debug,
        "warning" => LogLevel.Warning,
        "error" => LogLevel.Error,
        _ => LogLevel.Information,
    };

    private static int? PortOf(ParseResult arguments, Option<int?> option) => arguments.GetValue(option) switch
    {
        null => null,
        >= 0 and <= 65_535 and var port => port,
        var port => throw new UserErrorException($"{option.Name} {port} is not a port: 0 to 65535 are, and 0 takes a free one."),
    };

    private static void OpenInBrowser(Uri url)
    {
        try
        {
            using var opener = Process.Start(new ProcessStartInfo(url.ToString()) { UseShellExecute = true });
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            Console.Error.WriteLine($"The browser could not be opened ({error.Message}); open {url} yourself.");
        }
    }
}
