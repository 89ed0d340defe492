using System.CommandLine;
using Palestra.Bench;

namespace Palestra.Cli;

/// <summary><c>palestra bench worker</c>: a worker like any other, which also knows the trainers of the benchmarks.</summary>
internal static class BenchWorkerCommand
{
    public const string Name = "worker";

    public static Command Create()
    {
        var command = WorkerCommand.Create(BenchWorker.RunAsync);
        command.Hidden = true;
        return command;
    }
}
