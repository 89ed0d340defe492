using Palestra.Telemetry;

namespace Palestra.Storage.Tests;

/// <summary>A data folder of its own for one test, with a run in it.</summary>
public sealed class TempRun : IDisposable
{
    /// <param name="at">A folder that does not exist yet, instead of a temporary one.</param>
    public TempRun(string runId = "demo", string? at = null)
    {
        Root = new DataRoot(at is null ? Directory.CreateTempSubdirectory("palestra-storage-").FullName : Directory.CreateDirectory(at).FullName);
        Folder = Root.Run(RunId.Parse(runId));
    }

    public DataRoot Root { get; }

    public RunFolder Folder { get; }

    public StorageSettings Settings { get; init; } = new() { BusyTimeout = TimeSpan.FromMilliseconds(20) };

    public static RunManifest Manifest(string runId = "demo") => new()
    {
        RunId = runId,
        Name = runId,
        EnvId = "FrozenLake-v1",
        Algorithm = "q-learning",
        Seed = 7,
        Episodes = 100,
        CreatedUs = 1_700_000_000_000_000,
        CodeVersion = "0.1.0",
        Host = "test",
        Settings = [new SettingUsed("telemetry.db_sink.batch_size", "256", "default")],
        Tags = ["baseline"],
    };

    public RunFile Create() => RunFile.Create(Folder, Manifest(Path.GetFileName(Folder.Path)), Settings, TimeProvider.System);

    public RunFile Open() => RunFile.Open(Folder, Settings, TimeProvider.System);

    public RunReader Read() => RunReader.Open(Folder);

    public void Dispose() => Directory.Delete(Root.Path, recursive: true);
}
