using Palestra.FastLane.Tests;

return args is [WriterProcess.Verb, var path, var size, var capacity]
    ? WriterProcess.Run(path, int.Parse(size), int.Parse(capacity))
    : Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args).GetAwaiter().GetResult();
