using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// A connection to a run file with everything the writer remembers between transactions. After a failure it is thrown
/// away whole and a new one reads the truth from disk. One thread at a time plans, and one, which may be another, writes:
/// streams and their blocks belong to the planner, the connection and its tables to the writer.
/// </summary>
internal sealed class RunWriteSession : IDisposable
{
    private readonly StreamTable _streams;
    private readonly BlocksAhead _ahead;
    private readonly BlockPlanner _planner;
    private readonly BlockTable _blocks;
    private readonly EpisodeTable _episodes;
    private readonly JournalTables _journal;
    private readonly SqliteStatement _putOffset;
    private readonly ConcurrentQueue<CommitPlan> _plans = [];
    private bool _isTorn;

    /// <param name="db">Taken over.</param>
    public RunWriteSession(SqliteDb db, StorageSettings settings)
    {
        Db = db;
        _streams = new StreamTable(db);
        var encoders = new BlockEncoders(settings);
        _ahead = new BlocksAhead(settings);
        _planner = new BlockPlanner(settings, encoders, _ahead);
        _blocks = new BlockTable(db, encoders, _ahead);
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

    /// <summary>The planner's: is all that was planned on disk?</summary>
    public bool IsAtRest => _plans.IsEmpty && !_isTorn;

    /// <summary>The writer's: is this plan the next to be written?</summary>
    public bool IsNext([NotNullWhen(true)] CommitPlan? plan) => plan is not null && _plans.TryPeek(out var next) && next == plan;

    /// <summary>The planner's: plans a transaction that follows all those planned before. They must be written in this order.</summary>
    /// <returns><c>null</c> where an earlier call failed half-way: this session is of no more use.</returns>
    public CommitPlan? Plan(IReadOnlyList<TelemetryEvent> events, long busSeq)
    {
        if (_isTorn)
        {
            return null;
        }

        // What fails half-way has moved some streams and not others.
        _isTorn = true;
        var plan = new CommitPlan(busSeq);
        var ended = false;
        _planner.Begin(plan, StepsIn(events));
        foreach (var item in events)
        {
            switch (item)
            {
                case StepBatch batch:
                    Append(batch, plan.Tally);
                    break;
                case EpisodeFinalized episode:
                    Append(episode, plan);
                    break;
                case RunStateChanged change:
                    plan.Journal.Add(change);
                    ended |= change.To.IsFinal();
                    break;
                case LogRecord record:
                    plan.Journal.Add(record);
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
                _planner.Seal(tail);
            }
            else
            {
                _planner.Flush(tail);
            }

            if (tail.Dirty)
            {
                plan.Streams.Add(tail.Row);
                tail.Dirty = false;
            }
        }

        plan.Positions = Positions();
        _plans.Enqueue(plan);
        _isTorn = false;
        return plan;
    }

    /// <summary>The writer's: writes the next plan inside the transaction that the caller opened and commits.</summary>
    public CommitResult Write(CommitPlan plan)
    {
        var payloadBytes = _blocks.Write(plan.Blocks);
        _streams.Write(plan.Streams);
        foreach (var (streamId, episode) in plan.Episodes)
        {
            _episodes.Append(streamId, episode);
        }

        _episodes.Flush();
        foreach (var item in plan.Journal)
        {
            _journal.Append(item);
        }

        _putOffset.Bind(plan.BusSeq).Bind(Commits + 1).Bind(RunFileFormat.DurableConsumer).Run();
        (BusSeq, Commits) = (plan.BusSeq, Commits + 1);
        return plan.Tally.Result(payloadBytes);
    }

    /// <summary>The writer's: the plan is on disk.</summary>
    public void Written() => _plans.TryDequeue(out _);

    public void Dispose()
    {
        _ahead.Abandon();
        Db.RollBackIfOpen();
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
            _planner.Append(tail, StepBatches.Slice(batch, known, batch.Count - known));
            tally.NewSteps += batch.Count - known;
        }
    }

    private void Append(EpisodeFinalized episode, CommitPlan plan)
    {
        var tally = plan.Tally;
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

        plan.Episodes.Add((tail.Id, episode));
        tail.Episodes++;
        tail.Dirty = true;
        tally.NewEpisodes++;
    }
}
