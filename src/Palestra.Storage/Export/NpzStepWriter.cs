using System.IO.Compression;
using System.Text;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// A zip of .npy arrays, one per field, as <c>numpy.load</c> reads without pickle. Each array needs its length first,
/// so the columns lie in temporary files until the end.
/// </summary>
internal sealed class NpzStepWriter : IStepWriter
{
    private readonly Stream _output;
    private readonly NpyColumn _seq = new("seq", DType.Int64);
    private readonly NpyColumn _agent = new("agent_id", DType.Json);
    private readonly NpyColumn _slot = new("slot", DType.Int32);
    private readonly NpyColumn _episode = new("episode", DType.Int64);
    private readonly NpyColumn _step = new("step", DType.Int32);
    private readonly NpyColumn _reward = new("reward", DType.Float64);
    private readonly NpyColumn _terminated = new("terminated", DType.Bool);
    private readonly NpyColumn _truncated = new("truncated", DType.Bool);
    private readonly NpyColumn _time = new("time_us", DType.Int64);
    private NpyColumn? _action;
    private NpyColumn? _observation;

    public NpzStepWriter(Stream output) => _output = output;

    public void Write(StepBatch batch)
    {
        _action = Column(_action, "action", batch.Actions, batch);
        _observation = Column(_observation, "observation", batch.Observations, batch);
        var agent = Encoding.UTF8.GetBytes(batch.Stream.AgentId);
        for (var i = 0; i < batch.Count; i++)
        {
            _seq.Add(batch.FirstSeq + i);
            _agent.AddText(agent);
            _slot.Add(batch.Stream.Slot);
            _episode.Add(batch.Episodes[i]);
            _step.Add(batch.Steps[i]);
            _reward.Add(batch.Rewards[i]);
            _terminated.Add(batch.Flags[i].HasFlag(StepFlags.Terminated));
            _truncated.Add(batch.Flags[i].HasFlag(StepFlags.Truncated));
            _time.Add(batch.TimesUs[i]);
        }
    }

    public void Finish()
    {
        using var zip = new ZipArchive(_output, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var column in Columns())
        {
            using var entry = zip.CreateEntry($"{column.Name}.npy", CompressionLevel.Fastest).Open();
            column.WriteTo(entry);
        }
    }

    public void Dispose()
    {
        foreach (var column in Columns())
        {
            column.Dispose();
        }
    }

    private IEnumerable<NpyColumn> Columns() => new[]
    {
        _seq, _agent, _slot, _episode, _step, _action, _observation, _reward, _terminated, _truncated, _time,
    }.OfType<NpyColumn>();

    private static NpyColumn Column(NpyColumn? column, string name, StepColumn rows, StepBatch batch)
    {
        column ??= new NpyColumn(name, rows.DType, rows.Shape);
        if (!column.Accepts(rows))
        {
            throw new RunFileException(
                $"The {name}s of stream {batch.Stream} from step {batch.FirstSeq} are {rows.DType} [{string.Join(", ", rows.Shape)}], those before were {column}: an npz file holds one layout; export as jsonl or csv.");
        }

        column.AddRows(rows);
        return column;
    }
}
