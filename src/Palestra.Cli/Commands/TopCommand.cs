using System.CommandLine;
using Palestra.Trainer.Api;
using Spectre.Console;

namespace Palestra.Cli;

/// <summary><c>palestra top</c>: what flows through the live runs, as the System page and <c>/metrics</c> show it.</summary>
internal static class TopCommand
{
    private const double DefaultSeconds = 1;
    [NotTunable("Range of the option --interval.")]
    private const double LeastSeconds = 0.1;
    [NotTunable("Range of the option --interval.")]
    private const double MostSeconds = 3600;

    private static readonly Option<bool> Json = GlobalOptions.Json();
    private static readonly Option<bool> Once = new("--once") { Description = "Print the figures once; so it is when stdout is no terminal." };
    private static readonly Option<double> Interval = new("--interval")
    {
        Description = $"Seconds between two looks, {LeastSeconds} to {MostSeconds}.",
        HelpName = "S",
        DefaultValueFactory = _ => DefaultSeconds,
    };

    public static Command Create()
    {
        var command = new Command("top", "Show what flows through the live runs: lag, drops, credits, commits, steps a second.") { Json, Once, Interval };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancel)
    {
        var seconds = arguments.GetValue(Interval);
        if (!(seconds is >= LeastSeconds and <= MostSeconds))
        {
            throw new UserErrorException($"--interval {seconds} is not allowed: {LeastSeconds} to {MostSeconds} seconds.");
        }

        var data = Workbench.Open(arguments).Data;
        using var client = new DaemonClient(data);
        var system = await client.GetSystemAsync(cancel);
        if (arguments.GetValue(Json))
        {
            Results.Json(system);
        }
        else if (arguments.GetValue(Once) || Console.IsOutputRedirected)
        {
            Results.Console.Write(TopTables.Of(system));
        }
        else
        {
            await FollowAsync(client, system, TimeSpan.FromSeconds(seconds));
        }

        return ExitCodes.Success;
    }

    /// <summary>Redraws until Ctrl-C; a daemon that is away for a while is waited for.</summary>
    private static async Task FollowAsync(DaemonClient client, SystemView first, TimeSpan interval)
    {
        using var interrupts = new Interrupts();
        await Results.Console.Live(TopTables.Of(first)).AutoClear(false).StartAsync(async screen =>
        {
            screen.Refresh();
            while (!interrupts.Graceful.IsCancellationRequested)
            {
                await Wait.ForAsync(interval, interrupts.Graceful);
                try
                {
                    screen.UpdateTarget(TopTables.Of(await client.GetSystemAsync(interrupts.Graceful)));
                }
                catch (DaemonUnreachableException error)
                {
                    screen.UpdateTarget(new Text(error.Message));
                }
                catch (OperationCanceledException)
                {
                    // Ctrl-C while the daemon was being asked.
                }
            }
        });
    }
}
