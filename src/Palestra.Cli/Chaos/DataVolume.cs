using System.Diagnostics;
using System.Globalization;
using Palestra.Storage;

namespace Palestra.Cli.Chaos;

/// <summary>
/// The folder of a chaos session. Where we may mount, the data folder is a memory file system of its own, which can be
/// made full at any moment by making it no larger than what it holds.
/// </summary>
internal sealed class DataVolume : IDisposable
{
    private const string RoomyBytes = "8g";
    private const int KibiByte = 1024;

    private readonly string _folder = Directory.CreateTempSubdirectory("palestra-chaos-").FullName;
    private bool _mounted;

    public DataVolume()
    {
        Data = new DataRoot(Path.Combine(_folder, "data"));
        Reference = new DataRoot(Path.Combine(_folder, "reference"));
        Directory.CreateDirectory(Data.Path);
        if (!OperatingSystem.IsLinux())
        {
            CannotFill = "a file system of its own needs Linux";
            return;
        }

        var complaint = Run("mount", "-t", "tmpfs", "-o", $"size={RoomyBytes},mode=0700", "palestra-chaos", Data.Path);
        _mounted = complaint is null;
        CannotFill = _mounted ? null : $"a file system of its own could not be mounted ({complaint}); it needs root";
    }

    public DataRoot Data { get; }

    /// <summary>Where undisturbed runs are recorded, for comparison.</summary>
    public DataRoot Reference { get; }

    /// <summary>Where the clocks of the processes are: never full.</summary>
    public string Clocks => Path.Combine(_folder, "clocks");

    /// <summary>Why the disk cannot be made full; <c>null</c> if it can.</summary>
    public string? CannotFill { get; }

    /// <exception cref="ChaosException">It could not be made full.</exception>
    public void Fill()
    {
        // What flows in meanwhile makes the first size too small, which mount refuses.
        string? complaint = null;
        for (var attempt = 1; attempt <= 20; attempt++)
        {
            var drive = new DriveInfo(Data.Path);
            var used = ((drive.TotalSize - drive.TotalFreeSpace) / KibiByte) + (attempt * 8);
            complaint = Run("mount", "-o", string.Create(CultureInfo.InvariantCulture, $"remount,size={used}k"), Data.Path);
            if (complaint is null)
            {
                return;
            }
        }

        throw new ChaosException($"The disk could not be made full: {complaint}");
    }

    public void Empty()
    {
        if (Run("mount", "-o", $"remount,size={RoomyBytes}", Data.Path) is { } complaint)
        {
            throw new ChaosException($"The disk could not be made roomy again: {complaint}");
        }
    }

    /// <summary>Keeps everything where a person can look at it.</summary>
    /// <returns>Where.</returns>
    public string Keep()
    {
        if (_mounted)
        {
            Run("cp", "-a", Data.Path, Path.Combine(_folder, "kept"));
            Unmount();
            Directory.Delete(Data.Path, recursive: true);
            Directory.Move(Path.Combine(_folder, "kept"), Data.Path);
        }

        return Data.Path;
    }

    public void Remove()
    {
        Unmount();
        Directory.Delete(_folder, recursive: true);
    }

    public void Dispose() => Unmount();

    private void Unmount()
    {
        if (_mounted && Run("umount", "--lazy", Data.Path) is null)
        {
            _mounted = false;
        }
    }

    /// <returns><c>null</c>, or what it complained about.</returns>
    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var complaint = process.StandardError.ReadToEnd().Trim().ReplaceLineEndings(" ");
            process.WaitForExit();
            return process.ExitCode == 0 ? null : complaint.Length > 0 ? complaint : $"{program} ended with exit code {process.ExitCode}";
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return $"{program}: {e.Message}";
        }
    }
}
