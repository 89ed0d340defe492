using Palestra.Settings;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// The only writer of a run's <c>run.db</c>. When <see cref="Commit"/> returns, everything in it is on disk, fsync done
/// (P-ACK). Any thread; calls that write wait for each other, those that read do not wait. One process at a time: the
/// daemon, which holds the <see cref="DataRootLock"/>.
/// </summary>
public sealed partial class RunFile : IDisposable
{
    private readonly SettingsCell<StorageSettings> _settings;
    private readonly TimeProvider _clock;
    private readonly Lock _writing = new();

    // Taken after _writing, where both are. Whoever writes the next plan of a session takes _writing alone.
    private readonly Lock _planning = new();
    private RunWriteSession? _session;
    private StorageSettings? _sessionSettings;
    private (long Commits, long BusSeq, CommitResult Result)? _uncertain;
    private volatile StreamPosition[] _positions = [];
    private long _durableBusSeq;

    private RunFile(RunFolder folder, SettingsCell<StorageSettings> settings, TimeProvider clock)
    {
        Folder = folder;
        _settings = settings;
        _clock = clock;
    }

    public RunFolder Folder { get; }

    /// <summary>What is on disk, per stream, ordered by stream.</summary>
    public IReadOnlyList<StreamPosition> Positions => _positions;

    /// <summary>Bus sequence of the last event on disk; that of an earlier daemon's bus before the first commit.</summary>
    public long DurableBusSeq => Interlocked.Read(ref _durableBusSeq);

    /// <summary>
    /// Writes the events in one transaction. Steps and episodes that are there already are counted and ignored; those
    /// that would leave a gap, or break another rule, are refused one by one while everything else is written.
    /// </summary>
    /// <param name="busSeq">Bus sequence of the last event, kept in <c>consumer_offsets</c> in the same transaction.</param>
    /// <exception cref="RunFileUnavailableException">
    /// Nothing was written, or (power of a failing disk) nobody knows: repeat the same call, it will not write twice.
    /// </exception>
    /// <exception cref="RunFileException">The file is damaged.</exception>
    public CommitResult Commit(IReadOnlyList<TelemetryEvent> events, long busSeq) => Commit(new CommitWork(events, busSeq));

    /// <inheritdoc cref="Commit(IReadOnlyList{TelemetryEvent}, long)"/>
    internal CommitResult Commit(CommitWork work)
    {
        using var writing = _writing.EnterScope();
        var session = Session();
        if (_uncertain is { } before)
        {
            _uncertain = null;
            if (before.BusSeq == work.BusSeq && session.Commits == before.Commits)
            {
                return before.Result;
            }
        }

        var plan = session.IsNext(work.Plan) ? work.Plan : Plan(ref session, work);
        var committed = InTransaction(session, () =>
        {
            var result = session.Write(plan);
            _uncertain = (session.Commits, work.BusSeq, result);
            return result;
        });
        _uncertain = null;
        session.Written();
        Publish(plan.Positions, work.BusSeq);
        return committed;
    }

    /// <summary>
    /// Does beforehand what a transaction needs no disk for: its receipts, and the encoding of its blocks on other cores. Any
    /// thread, also while the transaction before is being written; in the order in which they are committed. Nobody has to
    /// call it, and where it came to nothing (the transaction before failed) <see cref="Commit(CommitWork)"/> does it all.
    /// </summary>
    internal void Prepare(CommitWork work)
    {
        using var planning = _planning.EnterScope();
        work.Plan = _session?.Plan(work.Events, work.BusSeq);
    }

    /// <summary>
    /// Lets go of the file. What the write-ahead log holds goes into <c>run.db</c> first, so that it alone is the run
    /// (P-ISLAND): while somebody reads, closing would leave it in the log. A reader in the middle of something may still
    /// hold it up; then the log stays, and belongs to the run.
    /// </summary>
    public void Dispose()
    {
        using var writing = _writing.EnterScope();
        if (_session is { } session)
        {
            session.Db.BeforeStatement = null;
            try
            {
                session.Db.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
            }
            catch (SqliteException)
            {
                // Everything is on disk already, in the log: a disk that does not take it twice costs only tidiness.
            }

            Discard();
        }
    }

    /// <summary>For tests that make the disk fail.</summary>
    internal SqliteDb Db => Session().Db;

    /// <summary>For tests that make the disk or the process fail: called before each statement of a transaction, and after the last.</summary>
    internal Action<string>? BeforeStatement { get; set; }

    private T InTransaction<T>(RunWriteSession session, Func<T> work)
    {
        try
        {
            session.Db.BeforeStatement = BeforeStatement;
            session.Db.Execute("BEGIN IMMEDIATE");
            var result = work();
            session.Db.Execute("COMMIT");
            BeforeStatement?.Invoke("after COMMIT");
            return result;
        }
        catch (Exception e)
        {
            // What the session remembers is ahead of the disk now.
            Discard();
            if (e is SqliteException refused)
            {
                throw RunFileFormat.Translate(Folder.DatabaseFile, refused);
            }

            throw;
        }
    }

    private RunWriteSession Session()
    {
        var settings = _settings.Value;
        if (_session is not null && (ReferenceEquals(settings, _sessionSettings) || IsAlike(settings, _sessionSettings!)))
        {
            return _session;
        }

        // A session is made for one set of settings. Between two transactions the disk knows all that one has in memory.
        Discard();
        SqliteDb? db = null;
        try
        {
            db = SqliteDb.OpenFastWriter(Folder.DatabaseFile, settings.BusyTimeout);
            RunFileFormat.CheckHeader(db);
            RunFileFormat.SetPragmas(db, settings.CheckpointInterval);
            var session = new RunWriteSession(db, settings);
            _sessionSettings = settings;
            Publish(session.Positions(), session.BusSeq);
            using var planning = _planning.EnterScope();
            return _session = session;
        }
        catch (SqliteException e)
        {
            db?.Dispose();
            throw RunFileFormat.Translate(Folder.DatabaseFile, e);
        }
        catch
        {
            db?.Dispose();
            throw;
        }
    }

    // What a session knows nothing of may change without a new one.
    private static bool IsAlike(StorageSettings one, StorageSettings other) => other == one with
    {
        BatchSize = other.BatchSize,
        CommitInterval = other.CommitInterval,
        CommitSteps = other.CommitSteps,
        WriterQueueSize = other.WriterQueueSize,
        RetryDelay = other.RetryDelay,
        MaxRetryDelay = other.MaxRetryDelay,
        StalledAfter = other.StalledAfter,
        CommitThreads = other.CommitThreads,
        CommitThreadIdle = other.CommitThreadIdle,
    };

    /// <summary>Plans what is to be written next, in another session if this one has plans that are not.</summary>
    private CommitPlan Plan(ref RunWriteSession session, CommitWork work)
    {
        using var planning = _planning.EnterScope();
        if (!session.IsAtRest)
        {
            Discard();
            session = Session();
        }

        return session.Plan(work.Events, work.BusSeq)!;
    }

    private void Discard()
    {
        // Whoever is planning ends first: it uses what is disposed here.
        using var planning = _planning.EnterScope();
        _session?.Dispose();
        _session = null;
    }

    private void Publish(StreamPosition[] positions, long busSeq)
    {
        _positions = positions;
        Interlocked.Exchange(ref _durableBusSeq, busSeq);
    }
}
