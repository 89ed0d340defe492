using System.Security.Cryptography;
using System.Text;
using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Trainer.Runs;

/// <summary>Where the fast lane of a run lives: in memory where there is a file system in memory, else in the run's folder.</summary>
internal static class FastLaneFiles
{
    private const string SharedMemory = "/dev/shm";
    [NotTunable("Part of a file name that another daemon must find again.")]
    private const int DigestCharacters = 8;

    /// <summary>Two data folders may hold a run of the same id, so the name also says which folder.</summary>
    public static string PathFor(DataRoot root, RunId id)
    {
        if (!Directory.Exists(SharedMemory))
        {
            return Path.Combine(root.Run(id).Path, "fastlane.ring");
        }

        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(root.Path))))[..DigestCharacters];
        return Path.Combine(SharedMemory, $"palestra-{digest}-{id}.ring");
    }

    public static void Delete(string? path)
    {
        if (path is null)
        {
            return;
        }

        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A ring that stays behind costs memory until the machine restarts; it breaks nothing.
        }
    }
}
