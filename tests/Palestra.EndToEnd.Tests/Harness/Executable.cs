using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Palestra.EndToEnd.Tests;

/// <summary>The built <c>palestra</c>, run as a user runs it: as a process of its own.</summary>
internal static class Executable
{
    /// <summary>The checkout.</summary>
    public static string Root { get; } = FindRoot();

    public static string Path { get; } = Find();

    public static Process Start(string dataDir, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Path)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = dataDir,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["GYM_DATA_DIR"] = dataDir;
        return Process.Start(start) ?? throw new InvalidOperationException($"{Path} did not start.");
    }

    private static string Find()
    {
        var path = System.IO.Path.Combine(Root, "artifacts", "bin", "Palestra.Cli", "release", "palestra");
        return File.Exists(path) ? path : throw new FileNotFoundException("Build the solution first: ./test does.", path);
    }

    private static string FindRoot([CallerFilePath] string here = "")
    {
        var folder = System.IO.Path.GetDirectoryName(here);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "Palestra.slnx")))
        {
            folder = System.IO.Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException($"No Palestra.slnx above {here}.");
    }
}
