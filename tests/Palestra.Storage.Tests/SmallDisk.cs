using System.Diagnostics;
using System.Globalization;

namespace Palestra.Storage.Tests;

/// <summary>A real file system of its own that can be filled and write-protected. Needs root and Linux.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    private string Filler => System.IO.Path.Combine(Path, "filler");

    /// <summary>Skips the test where such a disk cannot be made.</summary>
    public static SmallDisk Mount(int kilobytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounting a file system needs root on Linux.");
        var path = Directory.CreateTempSubdirectory("palestra-disk-").FullName;
        var size = string.Create(CultureInfo.InvariantCulture, $"size={kilobytes}k");
        if (!Run("mount", "-t", "tmpfs", "-o", size, "tmpfs", path))
        {
            Directory.Delete(path);
            Assert.Skip("A tmpfs cannot be mounted here.");
        }

        return new SmallDisk(path);
    }

    public void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            for (var page = new byte[4096]; ;)
            {
                filler.Write(page);
            }
        }
        catch (IOException)
        {
            // No page is left.
        }
    }

    public void Free() => File.Delete(Filler);

    public void Protect() => Assert.True(Run("mount", "-o", "remount,ro", Path));

    public void Unprotect() => Assert.True(Run("mount", "-o", "remount,rw", Path));

    public void Dispose()
    {
        Run("umount", "-l", Path);
        Directory.Delete(Path);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
