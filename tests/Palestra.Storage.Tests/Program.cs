using Palestra.Storage.Tests;
using Xunit.Runner.InProc.SystemConsole;

switch (args)
{
    case ["crash-writer", var folder, var steps]:
        return CrashWriter.Run(folder, steps);
    case ["crash-commit", var folder, var at]:
        return CommitCrashTests.Run(folder, at);
    case ["crash-override", var folder, var at]:
        return OverrideStoreTests.CrashWriter(folder, at);
    case ["lock-holder", var file]:
        return LockHolder.Run(file);
    case ["write-golden", var path]:
        FormatTests.WriteGolden(path);
        return 0;
    case ["write-golden-coded", var path]:
        BlockCodeTests.WriteGolden(path);
        return 0;
    default:
        return await ConsoleRunner.Run(args);
}
