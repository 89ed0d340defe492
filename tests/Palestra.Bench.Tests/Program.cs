using Palestra.Bench;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Worker;

if (args is ["worker", "--data-dir", var dataDir, "--run-id", var runId, ..])
{
    return await BenchWorker.RunAsync(new WorkerOptions { DataRoot = new DataRoot(dataDir), RunId = RunId.Parse(runId) });
}

return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
