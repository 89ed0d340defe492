using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>The only writer of a run's <c>run.db</c>. One thread at a time, except <see cref="Positions"/>.</summary>
public sealed class RunFile : IDisposable
{
    private RunFile(RunFolder folder) => Folder = folder;

    public RunFolder Folder { get; }

    /// <summary>What is on disk, per stream. Any thread.</summary>
    public IReadOnlyList<StreamPosition> Positions { get; private set; } = [];

    /// <summary>Bus sequence of the last event on disk.</summary>
    public long DurableBusSeq { get; private set; }

    public static RunFile Create(RunFolder folder, RunManifest manifest, StorageSettings settings, TimeProvider clock) => new(folder);

    public static RunFile Open(RunFolder folder, StorageSettings settings, TimeProvider clock) => new(folder);

    public CommitResult Commit(IReadOnlyList<TelemetryEvent> events, long busSeq)
    {
        DurableBusSeq = busSeq;
        return new CommitResult();
    }

    public void RecordTotals(IReadOnlyList<StreamTotal> totals) => Positions = Positions.ToArray();

    public void RecordCheckpoint(string name, long bytes) => Positions = Positions.ToArray();

    public void Dispose()
    {
    }
}
