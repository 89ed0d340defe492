using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// A connection to a run file with everything the writer remembers between transactions. After a failure it is thrown
/// away whole and a new one reads the truth from disk. One thread at a time.
/// </summary>
internal sealed class RunWriteSession : IDisposable
{
    private readonly StreamTable _streams;
    private readonly BlockTable _blocks;
    private readonly EpisodeTable _episodes;
    private readonly JournalTables _journal;
    private readonly SqliteStatement _putOffset;

    /// <param name="db">Taken over.</param>
    public RunWriteSession(SqliteDb db, StorageSettings settings)
    {
        Db = db;
        _streams = new StreamTable(db);
        _blocks = new BlockTable(db, settings);
        _episodes = new EpisodeTable(db);
        _journal = new JournalTables(db);
        _putOffset = db.Prepare("UPDATE consumer_offsets SET bus_seq = ?, commits = ? WHERE consumer = ?");
        using var offset = db.Prepare("SELECT bus_seq, commits FROM consumer_offsets WHERE consumer = ?").Bind(RunFileFormat.DurableConsumer);
        if (offset.Step())
        {
            (BusSeq, Commits) = (offset.Int(0), offset.Int(1));
        }
    }

    public SqliteDb Db { get; }

    public long BusSeq { get; private set; }

    /// <summary>Transactions in the life of the file.</summary>
    public long Commits { get; private set; }

    public StreamPosition[] Positions()
    {
        var positions = _streams.All.Select(tail => tail.Position).ToArray();
        Array.Sort(positions, static (a, b) => a.Stream.CompareTo(b.Stream));
        return positions;
    }

    /// <summary>Applies the events inside the transaction that the caller opened and commits.</summary>
    public CommitResult Apply(IReadOnlyList<TelemetryEvent> events, long busSeq)
    {
        var tally = new CommitTally();
        var payloadBefore = _blocks.PayloadBytes;
        var ended = false;
        _blocks.Begin(StepsIn(events));
        foreach (var item in events)
        {
            switch (item)
            {
                case StepBatch batch:
                    Append(batch, tally);
                    break;
                case EpisodeFinalized episode:
                    Append(episode, tally);
                    break;
                case RunStateChanged change:
                    _journal.Append(change);
                    ended |= change.To.IsFinal();
                    break;
                case LogRecord record:
                    _journal.Append(record);
                    break;
                default:
                    // Heartbeats and control events are of the moment; their figures reach the log where they matter.
                    break;
            }
        }

        foreach (var tail in _streams.All)
        {
            if (ended)
            {
                _blocks.Seal(tail);
            }
            else
            {
                _blocks.Flush(tail);
            }
        }

        _blocks.Drain();
        _streams.Flush();
        _episodes.Flush();
        _putOffset.Bind(busSeq).Bind(Commits + 1).Bind(RunFileFormat.DurableConsumer).Run();
        (BusSeq, Commits) = (busSeq, Commits + 1);
        return tally.Result(_blocks.PayloadBytes - payloadBefore);
    }

    public void Dispose()
    {
        Db.RollBackIfOpen();
        _blocks.Dispose();
        _streams.Dispose();
        Db.Dispose();
    }

    private static long StepsIn(IReadOnlyList<TelemetryEvent> events)
    {
        var steps = 0L;
        foreach (var item in events)
        {
            steps += item is StepBatch batch ? batch.Count : 0;
        }

        return steps;
    }

    private void Append(StepBatch batch, CommitTally tally)
    {
        if (batch.Validate() is { } wrong)
        {
            tally.Refuse(batch.Stream, (_streams.Find(batch.Stream)?.LastSeq ?? 0) + 1, batch.FirstSeq, wrong);
            return;
        }

        var tail = _streams.Find(batch.Stream);
        var next = (tail?.LastSeq ?? 0) + 1;
        if (batch.FirstSeq > next)
        {
            tally.Refuse(batch.Stream, next, batch.FirstSeq,
                $"Stream {batch.Stream} has a gap: sequence number {next} must come next, {batch.FirstSeq} came; {batch.Count} steps were refused.");
            return;
        }

        tail ??= _streams.Add(batch.Stream);
        var known = (int)Math.Min(next - batch.FirstSeq, batch.Count);
        if (known > 0)
        {
            tally.DuplicateSteps += known;
            tail.IgnoredSteps += known;
            tail.Dirty = true;
        }

        if (known < batch.Count)
        {
            _blocks.Append(tail, StepBatches.Slice(batch, known, batch.Count - known));
            tally.NewSteps += batch.Count - known;
        }
    }

    private void Append(EpisodeFinalized episode, CommitTally tally)
    {
        var tail = _streams.Find(episode.Stream);
        var next = tail?.Episodes ?? 0;
        if (tail is not null && episode.Episode < next)
        {
            tally.DuplicateEpisodes++;
            tail.IgnoredEpisodes++;
            tail.Dirty = true;
            return;
        }

        if (episode.Episode != next)
        {
            tally.Refuse(episode.Stream, next, episode.Episode,
                $"Stream {episode.Stream} has a gap: episode {next} must come next, {episode.Episode} came and was refused.");
            return;
        }

        if (tail is null || episode.FirstSeq < 1 || episode.LastSeq < episode.FirstSeq || episode.LastSeq > tail.LastSeq)
        {
            tally.Refuse(episode.Stream, (tail?.LastSeq ?? 0) + 1, episode.LastSeq,
                $"Episode {episode.Episode} of stream {episode.Stream} has steps {episode.FirstSeq} to {episode.LastSeq}; the stream has 1 to {tail?.LastSeq ?? 0}.");
            return;
        }

        _episodes.Append(tail.Id, episode);
        tail.Episodes++;
        tail.Dirty = true;
        tally.NewEpisodes++;
    }
}
