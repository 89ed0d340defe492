using System.Runtime.CompilerServices;

namespace Palestra.Architecture.Tests;

/// <summary>The checkout this test was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Every file we wrote: what is built, fetched or git's own is left out.</summary>
    public static IEnumerable<string> Files(params string[] endings) =>
        Walk(Root).Where(file => endings.Length == 0 || endings.Any(file.EndsWith));

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            yield return file;
        }

        foreach (var child in Directory.EnumerateDirectories(folder))
        {
            if (Path.GetFileName(child) is ".git" or "artifacts" or "node_modules" or "wwwroot" or "bin" or "obj")
            {
                continue;
            }

            foreach (var file in Walk(child))
            {
                yield return file;
            }
        }
    }

    private static string FindRoot([CallerFilePath] string here = "")
    {
        var folder = Path.GetDirectoryName(here);
        while (folder is not null && !File.Exists(Path.Combine(folder, "Palestra.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException($"No Palestra.slnx above {here}.");
    }
}
