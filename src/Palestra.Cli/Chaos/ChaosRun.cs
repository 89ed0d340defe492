using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Api;

namespace Palestra.Cli.Chaos;

/// <summary>One run that chaos is done to, with our own account of what its worker was told is on disk. Not thread-safe.</summary>
internal sealed class ChaosRun(string id, RunKind kind, RunFolder folder)
{
    private readonly Dictionary<StreamKey, long> _acknowledged = [];

    public string Id { get; } = id;

    public RunKind Kind { get; } = kind;

    public RunFolder Folder { get; } = folder;

    /// <summary>We killed its worker: it cannot reach its end.</summary>
    public bool WorkerKilled { get; set; }

    public int? WorkerPid { get; private set; }

    /// <summary>As last seen.</summary>
    public RunView? View { get; private set; }

    public bool HasEnded => View?.Status is "TERM" or "FAULT";

    /// <summary>The last step of each stream that the daemon said is on disk.</summary>
    public IReadOnlyDictionary<StreamKey, long> Acknowledged => _acknowledged;

    public long AcknowledgedSteps => _acknowledged.Values.Sum();

    /// <summary>Takes down what the daemon says now.</summary>
    /// <returns><c>null</c>, or a sentence if it says less than before.</returns>
    public string? Note(RunView view)
    {
        View = view;
        WorkerPid = view.Worker.Pid ?? WorkerPid;
        string? problem = null;
        foreach (var (stream, before) in _acknowledged)
        {
            var now = view.Streams.FirstOrDefault(s => s.AgentId == stream.AgentId && s.Slot == stream.Slot)?.LastSeq ?? 0;
            if (now < before)
            {
                problem = $"Run '{Id}', stream {stream}: {before} steps were on disk, now the daemon says {now}.";
            }
        }

        foreach (var stream in view.Streams)
        {
            var key = new StreamKey(stream.AgentId, stream.Slot);
            _acknowledged[key] = Math.Max(_acknowledged.GetValueOrDefault(key), stream.LastSeq);
        }

        return problem;
    }
}
