using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Worker;
using Palestra.Worker.Tests;

return args is [ChildWorker.Verb, var dataDir, var runId]
    ? await WorkerProcess.RunAsync(new WorkerOptions { DataRoot = new DataRoot(dataDir), RunId = RunId.Parse(runId) })
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
