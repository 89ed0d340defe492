using System.CommandLine;
using Palestra.Bench;

namespace Palestra.Cli;

/// <summary><c>palestra bench worker</c>: a worker like any other, which also knows the trainer of the benchmarks.</summary>
internal static class BenchWorkerCommand
{
    public const string Name = "worker";

    public static Command Create()
    {
        var command = WorkerCommand.Create();
        command.Hidden = true;
        var run = command.Action!;
        command.SetAction(async (arguments, cancel) =>
        {
            BenchTrainer.Register();
            return await ((System.CommandLine.Invocation.AsynchronousCommandLineAction)run).InvokeAsync(arguments, cancel);
        });
        return command;
    }
}
