using System.Text.Json;
using Palestra.Settings;

namespace Palestra.Storage;

/// <content>How one begins, and how one is taken up again.</content>
public sealed partial class RunFile
{
    /// <inheritdoc cref="Create(RunFolder, RunManifest, SettingsCell{StorageSettings}, TimeProvider)"/>
    public static RunFile Create(RunFolder folder, RunManifest manifest, StorageSettings settings, TimeProvider clock) =>
        Create(folder, manifest, new SettingsCell<StorageSettings>(settings), clock);

    /// <summary>Makes the folder, <c>run.json</c> and an empty run file.</summary>
    /// <param name="settings">Read before each transaction.</param>
    /// <exception cref="RunFileException">There is a run already, or the folder cannot be written.</exception>
    public static RunFile Create(RunFolder folder, RunManifest manifest, SettingsCell<StorageSettings> settings, TimeProvider clock)
    {
        if (File.Exists(folder.DatabaseFile))
        {
            throw new RunFileException($"There is a run in '{folder.Path}' already.");
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(manifest, RunManifest.Json);
        try
        {
            Directory.CreateDirectory(folder.Path);
            AtomicFile.Write(folder.ManifestFile, json);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RunFileException($"The run folder '{folder.Path}' cannot be written: {e.Message}", e);
        }

        try
        {
            using var db = SqliteDb.OpenFastWriter(folder.DatabaseFile, settings.Value.BusyTimeout);
            RunFileFormat.SetPragmas(db, settings.Value.CheckpointInterval);
            db.Execute("BEGIN IMMEDIATE");
            db.Execute(RunFileFormat.Schema);
            RunFileFormat.Insert(db, manifest, json);
            db.Execute("COMMIT");
        }
        catch (SqliteException e)
        {
            throw RunFileFormat.Translate(folder.DatabaseFile, e);
        }

        return Open(folder, settings, clock);
    }

    /// <inheritdoc cref="Open(RunFolder, SettingsCell{StorageSettings}, TimeProvider)"/>
    public static RunFile Open(RunFolder folder, StorageSettings settings, TimeProvider clock) =>
        Open(folder, new SettingsCell<StorageSettings>(settings), clock);

    /// <summary>Opens a run to go on writing it.</summary>
    /// <param name="settings">Read before each transaction.</param>
    /// <exception cref="RunFileException">It is absent, foreign, of a newer format or damaged; the message says which.</exception>
    /// <exception cref="RunFileUnavailableException">It is locked or the disk failing; try again.</exception>
    public static RunFile Open(RunFolder folder, SettingsCell<StorageSettings> settings, TimeProvider clock)
    {
        if (!File.Exists(folder.DatabaseFile))
        {
            throw new RunFileException($"There is no run file '{folder.DatabaseFile}'.");
        }

        var file = new RunFile(folder, settings, clock);
        file.Session();
        return file;
    }
}
