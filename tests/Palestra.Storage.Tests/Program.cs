using Palestra.Storage.Tests;
using Xunit.Runner.InProc.SystemConsole;

return args is ["crash-writer", var folder, var steps]
    ? CrashWriter.Run(folder, steps)
    : await ConsoleRunner.Run(args);
