using System.Text;
using System.Text.Json;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>Writes a new run file from what was salvaged. Blocks are copied as they are, receipts included.</summary>
internal sealed class RunRebuild : IDisposable
{
    private readonly SqliteDb _db;
    private readonly RunManifest _manifest;
    private readonly PageRecords _records;
    private readonly SalvagedRun _found;
    private readonly List<string> _unreadable;
    private readonly TimeProvider _clock;
    private readonly Dictionary<long, StreamKey> _keys = [];

    public RunRebuild(
        string path, RunManifest manifest, PageRecords records, SalvagedRun found, List<string> unreadable, TimeProvider clock)
    {
        (_manifest, _records, _found, _unreadable, _clock) = (manifest, records, found, unreadable, clock);
        _db = SqliteDb.OpenWriter(path, TimeSpan.Zero);
    }

    public RepairReport Run()
    {
        _db.Execute("PRAGMA journal_mode = off; BEGIN");
        _db.Execute(RunFileFormat.Schema);
        RunFileFormat.Insert(_db, _manifest, JsonSerializer.SerializeToUtf8Bytes(_manifest, RunManifest.Json));
        NameStreams();
        var blocks = new BlockSalvage(_db, _records, _unreadable);
        var kept = _keys.ToDictionary(pair => pair.Key, pair => blocks.Copy(
            pair.Key, pair.Value, _found.Blocks.Where(block => block.StreamId == pair.Key)));
        var episodes = CopyEpisodes();
        var streams = _keys.Select(pair => Finish(pair.Key, pair.Value, kept[pair.Key], episodes.GetValueOrDefault(pair.Key))).ToList();
        CopyJournal(streams.Any(stream => stream.Report.Lost.Count > 0));
        _db.Execute("COMMIT; PRAGMA journal_mode = wal; PRAGMA synchronous = 2; PRAGMA wal_checkpoint(TRUNCATE)");
        _db.Dispose();
        Flush(_db.Path);
        return new RepairReport
        {
            Changed = true,
            DamagedFile = null,
            Streams = [.. streams.Select(stream => stream.Report)],
            EpisodesKept = episodes.Values.Sum(e => e.Count),
            EpisodesLost = streams.Sum(stream => stream.Episodes) - episodes.Values.Sum(e => e.Count),
            LogLinesKept = _found.Logs.Count,
            StatesKept = _found.States.Count,
            Unreadable = _unreadable,
        };
    }

    public void Dispose() => _db.Dispose();

    private static void Flush(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(file);
    }

    private void NameStreams()
    {
        foreach (var (id, stream) in _found.Streams)
        {
            _keys[id] = stream.Key;
        }

        foreach (var id in _found.Blocks.Select(block => block.StreamId).Distinct().Order())
        {
            if (_keys.ContainsKey(id))
            {
                continue;
            }

            var unnamed = _found.Totals.Keys.Order().FirstOrDefault(key => !_keys.ContainsValue(key));
            _keys[id] = unnamed == default ? new StreamKey(StreamKey.DefaultAgent, (int)Math.Min(id - 1, int.MaxValue)) : unnamed;
            _unreadable.Add($"The row of stream {id} is lost; it is taken to be {_keys[id]}.");
        }
    }

    private Dictionary<long, (long Count, long Last, long LastSeq)> CopyEpisodes()
    {
        var table = new EpisodeTable(_db);
        var done = new Dictionary<long, (long Count, long Last, long LastSeq)>();
        var doubtful = 0;
        foreach (var place in _found.Episodes)
        {
            var values = _records.At(place)!.Values;
            var id = (long)values[1]!;
            var before = done.GetValueOrDefault(id, (Count: 0, Last: -1, LastSeq: 0));
            var episode = _keys.TryGetValue(id, out var key) ? Episode(key, values) : null;
            if (episode is null || episode.Episode <= before.Last || episode.FirstSeq <= before.LastSeq || episode.LastSeq < episode.FirstSeq)
            {
                doubtful++;
                continue;
            }

            table.Append((int)id, episode);
            done[id] = (before.Count + 1, episode.Episode, episode.LastSeq);
        }

        table.Flush();
        if (doubtful > 0)
        {
            _unreadable.Add($"{doubtful} episode rows do not continue the ones before and were left out.");
        }

        return done;
    }

    private EpisodeFinalized Episode(StreamKey key, object?[] values)
    {
        var flags = (StepFlags)(long)values[6]!;
        var startUs = unchecked(_manifest.CreatedUs + (long)values[8]!);
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var i = 12; i < values.Length; i++)
        {
            if (values[i] is { } value)
            {
                metrics[_found.MetricNames.GetValueOrDefault(i - 11, MetricColumns.Of(i - 12))] = Number(value);
            }
        }

        try
        {
            EpisodeMetrics.AddFromJson(values[11] as string, metrics);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            _unreadable.Add($"Further metrics of episode {values[2]} of stream {key} cannot be read: {e.Message}");
        }

        return new EpisodeFinalized
        {
            Stream = key,
            Episode = (long)values[2]!,
            FirstSeq = (long)values[3]!,
            LastSeq = unchecked((long)values[3]! + (long)values[4]! - 1),
            Return = Number(values[5]),
            Terminated = flags.HasFlag(StepFlags.Terminated),
            Truncated = flags.HasFlag(StepFlags.Truncated),
            Seed = unchecked((ulong?)(values[7] as long?)),
            StartTimeUs = startUs,
            EndTimeUs = unchecked(startUs + (long)values[9]!),
            Metrics = metrics,
            InitialObservationJson = values[10] as string,
        };
    }

    private static double Number(object? value) => value switch
    {
        double number => number,
        long whole => whole,
        _ => double.NaN,
    };

    /// <summary>The row of a stream goes on to say how much there was, so that the loss shows.</summary>
    private (RepairedStream Report, long Episodes) Finish(
        long id, StreamKey key, List<SeqRange> kept, (long Count, long Last, long LastSeq) episodes)
    {
        var row = _found.Streams.GetValueOrDefault(id);
        var total = _found.Totals.GetValueOrDefault(key);
        var last = Math.Max(Math.Max(row.LastSeq, total.LastSeq), Math.Max(episodes.LastSeq, kept.Count > 0 ? kept[^1].LastSeq : 0));
        foreach (var block in _found.Blocks.Where(block => block.StreamId == id))
        {
            last = Math.Max(last, row.LastSeq > 0 ? 0 : block.LastSeq);
        }

        var finalized = Math.Max(Math.Max(row.Episodes, total.Episodes), episodes.Count > 0 ? episodes.Last + 1 : 0);
        using var put = _db.Prepare("""
            INSERT INTO streams (stream_id, agent_id, slot, last_seq, episodes, ignored_steps, ignored_episodes)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """);
        put.Bind(id).Bind(key.AgentId).Bind(key.Slot).Bind(last).Bind(finalized).Bind(row.IgnoredSteps).Bind(row.IgnoredEpisodes).Run();
        return (new RepairedStream(key.AgentId, key.Slot, kept, Lost(kept, last)), finalized);
    }

    private static List<SeqRange> Lost(List<SeqRange> kept, long last)
    {
        var lost = new List<SeqRange>();
        var next = 1L;
        foreach (var range in kept.Append(new SeqRange(last + 1, last)))
        {
            if (range.FirstSeq > next)
            {
                lost.Add(new SeqRange(next, range.FirstSeq - 1));
            }

            next = range.LastSeq + 1;
        }

        return lost;
    }

    private void CopyJournal(bool lossy)
    {
        var journal = new JournalTables(_db);
        foreach (var change in _found.States.Values)
        {
            journal.Append(change);
        }

        if (lossy && !_found.IsFinal)
        {
            // Its worker may have thrown away what it was told is on disk: the record cannot be continued without a hole.
            journal.Append(new RunStateChanged
            {
                From = _found.States.Count > 0 ? _found.States.Last().Value.To : null,
                To = RunState.FAULT,
                Outcome = RunOutcome.Failed,
                Reason = "The run file was damaged and repaired; steps are lost.",
                TimeUs = _clock.GetUtcNow().ToUnixTimeMilliseconds() * 1000,
            });
        }

        foreach (var record in _found.Logs.Values)
        {
            journal.Append(record);
        }

        using var total = _db.Prepare("INSERT INTO totals (agent_id, slot, last_seq, episodes) VALUES (?, ?, ?, ?)");
        foreach (var declared in _found.Totals.Values)
        {
            total.Bind(declared.Stream.AgentId).Bind(declared.Stream.Slot).Bind(declared.LastSeq).Bind(declared.Episodes).Run();
        }

        using var checkpoint = _db.Prepare("INSERT INTO checkpoints (name, bytes, time_us) VALUES (?, ?, ?)");
        foreach (var saved in _found.Checkpoints.Values)
        {
            checkpoint.Bind(saved.Name).Bind(saved.Bytes).Bind(saved.TimeUs).Run();
        }

        if (_found.SettingChanges.Count > 0)
        {
            SettingChangeTable.Append(_db, _found.SettingChanges.Values);
        }

        using var offset = _db.Prepare("UPDATE consumer_offsets SET bus_seq = ?, commits = ?");
        offset.Bind(_found.BusSeq).Bind(_found.Commits).Run();
    }
}
