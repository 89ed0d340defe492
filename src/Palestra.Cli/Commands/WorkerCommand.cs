using System.CommandLine;
using Palestra.Cli.Chaos;
using Palestra.FastLane;
using Palestra.Telemetry;
using Palestra.Wire;
using Palestra.Worker;

namespace Palestra.Cli;

/// <summary><c>palestra worker</c>: the process that executes one run; the daemon starts it.</summary>
internal static class WorkerCommand
{
    private static readonly Option<string> Run = new("--run-id") { Description = "Which run of the data folder to execute.", HelpName = "ID", Required = true };

    public static Command Create() => Create(WorkerProcess.RunAsync);

    /// <param name="execute">What executes the run.</param>
    public static Command Create(Func<WorkerOptions, CancellationToken, Task<int>> execute)
    {
        var command = new Command("worker", "Execute one run that a daemon has prepared. Started by the daemon.") { Run };
        command.SetAction((arguments, cancel) => RunAsync(arguments, execute, cancel));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult arguments, Func<WorkerOptions, CancellationToken, Task<int>> execute, CancellationToken cancel)
    {
        var workbench = Workbench.Open(arguments).WithEnvironments();
        workbench.ExistingRun(arguments.GetRequiredValue(Run));
        var settings = workbench.Settings;
        return await execute(
            new WorkerOptions
            {
                DataRoot = workbench.Data,
                RunId = RunId.Parse(arguments.GetRequiredValue(Run)),
                Worker = settings.Get<WorkerSettings>(),
                FastLane = settings.Get<FastLaneSettings>(),
                Wire = settings.Get<WireSettings>(),
                Heartbeat = settings.Get<HeartbeatSettings>(),
                Clock = MovableClock.OfThisProcess(),
            },
            cancel);
    }
}
