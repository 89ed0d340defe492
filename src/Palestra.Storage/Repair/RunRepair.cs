using System.Globalization;
using System.Text.Json;

namespace Palestra.Storage;

/// <summary>
/// Recovers what is sound of a torn or damaged run file into a new one, which then takes its place; the damaged one is
/// kept beside it. What is lost stays a gap (P-GAP): <see cref="RunVerifier"/> shows it ever after.
/// </summary>
public static class RunRepair
{
    /// <param name="mayWrite">
    /// Whether nobody else can be writing the run: the caller holds the <see cref="DataRootLock"/>. If not, only a run
    /// that has ended is touched.
    /// </param>
    /// <exception cref="RunFileException">Nothing could be recovered, or somebody may be writing. Nothing was changed.</exception>
    public static RepairReport Repair(RunFolder folder, bool mayWrite, TimeProvider clock)
    {
        var path = folder.DatabaseFile;
        var made = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}.repair");
        try
        {
            if (!File.Exists(path))
            {
                throw new RunFileException($"There is no run file '{path}'.");
            }

            using var image = PageImage.Open(path);
            var records = new PageRecords(image);
            var found = SalvagedRun.From(records);
            if (!mayWrite && !found.IsFinal)
            {
                throw new RunFileException(
                    $"Run file '{path}' may be in use: the run has not ended, and a daemon uses the data folder. Stop the daemon first.");
            }

            var unreadable = new List<string>();
            var manifest = found.Manifest ?? ManifestFrom(folder, found, unreadable);
            var before = RunVerifier.Verify(folder, path);
            Remove(made);
            RepairReport report;
            using (var rebuild = new RunRebuild(made, manifest, records, found, unreadable, clock))
            {
                report = rebuild.Run();
            }

            var after = RunVerifier.Verify(folder, made);
            if (after.Problems.SequenceEqual(before.Problems) && after.Streams.SequenceEqual(before.Streams))
            {
                return report with { Changed = false };
            }

            return report with { DamagedFile = Swap(path, made) };
        }
        catch (SqliteException e)
        {
            throw RunFileFormat.Translate(made, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RunFileException($"Run file '{path}' cannot be repaired: {e.Message}", e);
        }
        finally
        {
            Remove(made);
        }
    }

    private static RunManifest ManifestFrom(RunFolder folder, SalvagedRun found, List<string> unreadable)
    {
        RunManifest? manifest = null;
        try
        {
            manifest = JsonSerializer.Deserialize<RunManifest>(File.ReadAllBytes(folder.ManifestFile), RunManifest.Json);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // The sentence below is about both.
        }

        if (manifest is null || found.IsEmpty)
        {
            throw new RunFileException($"Nothing of the run could be found in '{folder.DatabaseFile}'. It was left as it is.");
        }

        unreadable.Add("The manifest of the run is lost; it was taken from run.json.");
        return manifest;
    }

    /// <summary>The new file takes the place of the old one at once; a crash at any moment leaves one of them, and the copy.</summary>
    internal static string Swap(string path, string made)
    {
        var number = 1;
        string kept;
        do
        {
            kept = string.Create(CultureInfo.InvariantCulture, $"{path}.damaged-{number++}");
        }
        while (File.Exists(kept));

        Keep(path, kept);
        if (File.Exists(path + "-wal"))
        {
            Keep(path + "-wal", kept + "-wal");
        }

        // Before the swap: the log of the old file must never meet the new one.
        File.Delete(path + "-wal");
        File.Delete(path + "-shm");
        File.Move(made, path, overwrite: true);
        return kept;
    }

    private static void Keep(string from, string to)
    {
        File.Copy(from, to);
        using var copy = File.OpenHandle(to, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(copy);
    }

    private static void Remove(string made)
    {
        File.Delete(made);
        File.Delete(made + "-wal");
        File.Delete(made + "-shm");
    }
}
