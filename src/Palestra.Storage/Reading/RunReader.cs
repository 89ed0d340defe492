using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>Reads a run, live or copied; never blocks its writer. One thread at a time; opening one is cheap.</summary>
public sealed class RunReader : IDisposable
{
    private RunReader(RunFolder folder) => Folder = folder;

    public RunFolder Folder { get; }

    public RunManifest Manifest => throw new RunFileException(Folder.Path);

    /// <exception cref="RunFileException">There is no run file, or it cannot be read; the message says why.</exception>
    public static RunReader Open(RunFolder folder) => new(folder);

    public RunSummary Summary() => throw new RunFileException(Folder.Path);

    public IReadOnlyList<StreamRow> Streams() => throw new RunFileException(Folder.Path);

    public IEnumerable<StepBatch> ReadSteps(StreamKey stream, long fromSeq, int max) => throw new RunFileException(Folder.Path);

    public EpisodePage Episodes(int limit, long? cursor = null) => throw new RunFileException(Folder.Path);

    public EpisodesSince EpisodesSince(long row, int max) => throw new RunFileException(Folder.Path);

    public Series Series(string metric, int points, long? fromEpisode = null, long? toEpisode = null) => throw new RunFileException(Folder.Path);

    public IReadOnlyList<string> Metrics() => throw new RunFileException(Folder.Path);

    public IReadOnlyList<RunStateChanged> States() => throw new RunFileException(Folder.Path);

    public LogPage Logs(int limit, long? cursor = null, LogSeverity? severity = null, string? component = null) => throw new RunFileException(Folder.Path);

    public LogsSince LogsSince(long row, int max) => throw new RunFileException(Folder.Path);

    public IReadOnlyList<SettingUsed> Settings() => throw new RunFileException(Folder.Path);

    public IReadOnlyList<StreamTotal> Totals() => throw new RunFileException(Folder.Path);

    public IReadOnlyList<CheckpointRow> Checkpoints() => throw new RunFileException(Folder.Path);

    public void Dispose()
    {
    }
}
