using System.Text.Json;
using Palestra.Storage;

namespace Palestra.Trainer.Runs;

/// <summary><c>run.json</c>: written once, whole or not at all.</summary>
internal static class RunManifestFile
{
    public static void Write(RunFolder folder, RunManifest manifest)
    {
        var part = folder.ManifestFile + ".new";
        using (var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(file, manifest, RunManifest.Json);
            file.Flush(flushToDisk: true);
        }

        File.Move(part, folder.ManifestFile, overwrite: true);
    }

    /// <returns><c>null</c> when there is none or it cannot be understood.</returns>
    public static RunManifest? TryRead(RunFolder folder)
    {
        try
        {
            return JsonSerializer.Deserialize<RunManifest>(File.ReadAllBytes(folder.ManifestFile), RunManifest.Json);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
