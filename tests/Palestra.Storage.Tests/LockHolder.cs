using System.Diagnostics;

namespace Palestra.Storage.Tests;

/// <summary>Another process that holds the write lock of a run file until it is told to let go.</summary>
internal static class LockHolder
{
    public static int Run(string file)
    {
        using var db = SqliteDb.OpenWriter(file, TimeSpan.FromSeconds(30));
        db.Execute("BEGIN EXCLUSIVE");
        Console.Out.WriteLine("locked");
        Console.Out.Flush();
        Console.In.ReadLine();
        db.Execute("ROLLBACK");
        return 0;
    }

    /// <returns>Once it holds the lock; a line on its standard input ends it.</returns>
    public static async Task<Process> StartAsync(string file, CancellationToken cancellation)
    {
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["lock-holder", file])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("locked", await process.StandardOutput.ReadLineAsync(cancellation));
        return process;
    }
}
