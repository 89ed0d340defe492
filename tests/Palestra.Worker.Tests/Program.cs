using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Worker;
using Palestra.Worker.Tests;

return args is [ChildWorker.Verb, var dataDir, var runId, var outboxBytes]
    ? await WorkerProcess.RunAsync(new WorkerOptions
    {
        DataRoot = new DataRoot(dataDir),
        RunId = RunId.Parse(runId),
        Worker = new WorkerSettings { OutboxBytes = long.Parse(outboxBytes), ReconnectMax = TimeSpan.FromMilliseconds(50) },
        Heartbeat = new HeartbeatSettings { Interval = TimeSpan.FromMilliseconds(100) },
    })
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
