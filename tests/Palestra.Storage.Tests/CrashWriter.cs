using System.Globalization;

namespace Palestra.Storage.Tests;

/// <summary>The process that is killed: commits small batches for ever and prints what is durable after each one.</summary>
internal static class CrashWriter
{
    public static int Run(string folder, string steps)
    {
        var trajectory = new Trajectory(int.Parse(steps, CultureInfo.InvariantCulture), seed: 5);
        using var file = RunFile.Open(new RunFolder(folder), new StorageSettings { CheckpointInterval = 16 }, TimeProvider.System);
        var size = 0;
        long busSeq = 0;
        foreach (var item in trajectory.Events(() => 1 + (size++ % 97)))
        {
            file.Commit([item], ++busSeq);
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file.Positions[0].DurableSeq} {file.Positions[0].DurableEpisodes}"));
            Console.Out.Flush();
        }

        return 0;
    }
}
