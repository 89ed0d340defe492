using System.Diagnostics;

namespace Palestra.FastLane.Tests;

/// <summary>A second process that publishes as fast as it can until it is killed; each frame is filled from its number.</summary>
internal static class WriterProcess
{
    public const string Verb = "--lane-writer";

    public static byte Fill(long number) => (byte)((number * 31) + 7);

    public static Process Start(string path, int size, int capacity)
    {
        // The dll through the host: the test may itself run either way.
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(WriterProcess).Assembly.Location);
        foreach (var argument in new[] { Verb, path, $"{size}", $"{capacity}" })
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("The writer process did not start.");
        Assert.Equal("writing", process.StandardOutput.ReadLine());
        return process;
    }

    public static int Run(string path, int size, int capacity)
    {
        using var writer = FastLaneWriter.Create(path, size, size, 3, capacity);
        var frame = new byte[writer.FrameBytes];
        for (var number = 1L; ; number++)
        {
            frame.AsSpan().Fill(Fill(number));
            writer.Publish(frame, new FrameHud((int)(number % 1000), number, -number, number * 2));
            if (number == 1)
            {
                Console.WriteLine("writing");
            }
        }
    }
}
