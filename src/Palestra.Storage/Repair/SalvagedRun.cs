using System.Text.Json;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>A block found in a damaged file: what its row says, and where it lies.</summary>
internal sealed record SalvagedBlock(long StreamId, long FirstSeq, int Count, CellPlace Place)
{
    public long LastSeq => FirstSeq + Count - 1;
}

/// <summary>
/// Everything in a damaged run file that can be told by its shape. Old copies of rows may lie on pages that are no
/// longer in use: rows never change but grow, so that the furthest one is right.
/// </summary>
internal sealed class SalvagedRun
{
    private readonly SortedDictionary<long, CellPlace> _episodes = [];

    private SalvagedRun(PageRecords records)
    {
        foreach (var record in records.All())
        {
            Take(record);
        }
    }

    public RunManifest? Manifest { get; private set; }

    public SortedDictionary<long, (StreamKey Key, long LastSeq, long Episodes, long IgnoredSteps, long IgnoredEpisodes)> Streams { get; } = [];

    public List<SalvagedBlock> Blocks { get; } = [];

    /// <summary>By row.</summary>
    public IEnumerable<CellPlace> Episodes => _episodes.Values;

    public SortedDictionary<long, string> MetricNames { get; } = [];

    public SortedDictionary<long, RunStateChanged> States { get; } = [];

    public SortedDictionary<long, LogRecord> Logs { get; } = [];

    public SortedDictionary<long, CheckpointRow> Checkpoints { get; } = [];

    public SortedDictionary<long, RunSettingChange> SettingChanges { get; } = [];

    public Dictionary<StreamKey, StreamTotal> Totals { get; } = [];

    public long BusSeq { get; private set; }

    public long Commits { get; private set; }

    public bool IsFinal => States.Count > 0 && States.Last().Value.To.IsFinal();

    public bool IsEmpty => Blocks.Count + _episodes.Count + States.Count + Logs.Count == 0;

    public static SalvagedRun From(PageRecords records) => new(records);

    private void Take(PageRecord record)
    {
        switch (record.RowId, record.Values)
        {
            case (not null, [long stream, long first, long count, long, long, long, 0L or 1L, byte[] { Length: ReceiptHash.SizeBytes }, byte[]])
                when stream > 0 && first > 0 && count is > 0 and <= ReceiptHash.ChunkSteps:
                Blocks.Add(new SalvagedBlock(stream, first, (int)count, record.Place));
                break;
            case ({ } row, [null, long, long, long, long, null or double or long, long, null or long, long, long, null or string, null or string, ..])
                when row > 0:
                _episodes[row] = record.Place;
                break;
            case ({ } id, [null, string agent, long slot, long last, long episodes, long ignoredSteps, long ignoredEpisodes]):
                if (!Streams.TryGetValue(id, out var known) || known.LastSeq < last || known.Episodes < episodes)
                {
                    Streams[id] = (new StreamKey(agent, (int)slot), last, episodes, ignoredSteps, ignoredEpisodes);
                }

                break;
            case (null, [string agent, long slot, long id]) when agent != RunFileFormat.DurableConsumer:
                // The index of streams; their row may be found later or not at all.
                Streams.TryAdd(id, (new StreamKey(agent, (int)slot), 0, 0, 0, 0));
                break;
            case (null, [RunFileFormat.DurableConsumer, long busSeq, long commits]):
                (BusSeq, Commits) = (Math.Max(BusSeq, busSeq), Math.Max(Commits, commits));
                break;
            case (null, [string agent, long slot, long last, long episodes]):
                var key = new StreamKey(agent, (int)slot);
                Totals[key] = new StreamTotal(key, last, episodes);
                break;
            case ({ } id, [null, string name]):
                MetricNames[id] = name;
                break;
            case ({ } row, [null, null or long, long to, null or long, string reason, long timeUs]) when Enum.IsDefined((RunState)to):
                States[row] = new RunStateChanged
                {
                    From = (RunState?)(record.Values[1] as long?),
                    To = (RunState)to,
                    Outcome = (RunOutcome?)(record.Values[3] as long?),
                    Reason = reason,
                    TimeUs = timeUs,
                };
                break;
            case ({ } row, [null, long timeUs, long severity, string id, string component, string message, null or string]):
                Logs[row] = new LogRecord
                {
                    TimeUs = timeUs,
                    Severity = (LogSeverity)severity,
                    Id = id,
                    Component = component,
                    Message = message,
                    AgentId = record.Values[6] as string,
                };
                break;
            case ({ } row, [null, string name, long bytes, long timeUs]):
                Checkpoints[row] = new CheckpointRow(row, name, bytes, timeUs);
                break;
            case (1L, [null, long, string json]):
                Manifest ??= Parse(json);
                break;
            case ({ } row, _) when SettingChangeTable.Salvage(record.Values) is { } change:
                SettingChanges[row] = change;
                break;
            default:
                // A row that is made anew from others (series, settings, indexes), or nothing of ours.
                break;
        }
    }

    private static RunManifest? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<RunManifest>(json, RunManifest.Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
