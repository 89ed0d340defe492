using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Api;
using Palestra.Trainer.Ingest;
using Palestra.Wire;
using Proto = Palestra.Wire.V1;

namespace Palestra.Trainer.Runs;

// The slow lane: at most one session at a time, the newest.
internal sealed partial class ActiveRun
{
    private readonly SemaphoreSlim _sessions = new(1, 1);
    private WorkerSession? _session;
    private long _sessionCount;
    private long _rejected;
    private long _grants;
    private long _linkSinceUs;
    private long _lastSignStamp;

    public bool Connected => Volatile.Read(ref _session) is not null;

    public long Sessions => Interlocked.Read(ref _sessionCount);

    /// <summary>Messages that broke the rules of the wire.</summary>
    public long RejectedMessages => Interlocked.Read(ref _rejected);

    public long Grants => Interlocked.Read(ref _grants);

    /// <summary>When the link came or went: microseconds since the Unix epoch; <c>null</c> before the first session.</summary>
    public long? LinkSinceUs => Interlocked.Read(ref _linkSinceUs) is var us and > 0 ? us : null;

    public Proto.Heartbeat? LastHeartbeat { get; private set; }

    /// <summary>Carries one session to its end. A session that is still there is ended first.</summary>
    /// <exception cref="GrpcStatusException">What the worker is told.</exception>
    public async Task HostSessionAsync(WorkerSession session, Proto.Hello hello)
    {
        await _sessions.WaitAsync(session.Cancellation);
        try
        {
            if (Volatile.Read(ref _session) is { } older)
            {
                older.End(GrpcStatusCode.Aborted, $"A newer session of run '{Id}' took its place.");
                await older.Over;
            }

            RefuseIfEnded();
            Interlocked.Increment(ref _sessionCount);
            Interlocked.Exchange(ref _linkSinceUs, _services.NowUs);
            Volatile.Write(ref _session, session);
        }
        finally
        {
            _sessions.Release();
        }

        Alive();
        var how = "the daemon ended it";
        try
        {
            await GreetAsync(session, hello);
            await session.RunAsync();
            how = "the worker closed it";
        }
        catch (GrpcStatusException e)
        {
            how = e.Detail;
            throw;
        }
        catch (OperationCanceledException)
        {
            how = "the link was lost";
            throw;
        }
        catch (BusCompletedException)
        {
            throw new GrpcStatusException(GrpcStatusCode.FailedPrecondition, $"Run '{Id}' has ended.");
        }
        finally
        {
            Interlocked.CompareExchange(ref _session, null, session);
            Interlocked.Exchange(ref _linkSinceUs, _services.NowUs);
            Note(LogIds.SessionClosed, session.SaidFarewell ? "it ended in good order" : how.TrimEnd('.'));
            Changed();
            session.SetOver();
            _wake.Set();
        }
    }

    /// <summary>Any message is a sign of life.</summary>
    public void Alive() => Interlocked.Exchange(ref _lastSignStamp, _services.Clock.GetTimestamp());

    public void Take(Proto.Heartbeat heartbeat)
    {
        var before = LastHeartbeat;
        LastHeartbeat = heartbeat;
        if (Commands.Mode is null && heartbeat.Figures.TryGetValue("telemetry.mode", out var mode))
        {
            // A mode that an earlier daemon set.
            Commands.Mode = mode switch { 1 => TelemetryMode.FastLaneOnly, 2 => TelemetryMode.DualPath, 3 => TelemetryMode.DurableOnly, _ => null };
        }

        var unrecorded = Unrecorded(heartbeat) - (before is null ? 0 : Unrecorded(before));
        if (unrecorded > 0)
        {
            Pipeline.Bus.TryPublish(
                new ControlEvent
                {
                    Kind = ControlKind.Unrecorded, Value = unrecorded, TimeUs = _services.NowUs,
                    Reason = "Steps were not recorded: the telemetry mode is fast-lane-only.",
                },
                out _);
        }

        static double Unrecorded(Proto.Heartbeat heartbeat) => heartbeat.Figures.TryGetValue("unrecorded.steps", out var steps) ? steps : 0;
    }

    /// <summary>Notes a message that broke the rules; the run itself goes on.</summary>
    public GrpcStatusException Reject(string sentence, GrpcStatusCode code = GrpcStatusCode.InvalidArgument)
    {
        Interlocked.Increment(ref _rejected);
        Note(LogIds.MessageRejected, sentence);
        return new GrpcStatusException(code, sentence);
    }

    /// <summary>Nothing is added to a record whose end was written, not even by the session that ended it.</summary>
    private void RefuseAfterEnd(string what)
    {
        if (State.IsFinal())
        {
            throw Reject($"Run '{Id}' has ended ({State}, {Outcome?.Word()}): {what} came after its end.", GrpcStatusCode.FailedPrecondition);
        }
    }

    /// <exception cref="GrpcStatusException">The message breaks the rules of the wire.</exception>
    public T Valid<T>((T? Value, string? Error) parsed)
        where T : class => parsed.Value ?? throw Reject(parsed.Error ?? "The message has no content.");

    public async Task TakeStepsAsync(StepBatch batch, CancellationToken cancellationToken)
    {
        RefuseAfterEnd("a batch of steps");
        var (fresh, error) = Intake.Check(batch);
        if (error is not null)
        {
            if (Intake.GapBefore(batch) is { } gap)
            {
                Note(LogIds.DbSinkGap, batch.Stream, gap.First, gap.Last);
            }

            throw Reject(error);
        }

        if (fresh is null)
        {
            return;
        }

        if (State == RunState.RDY)
        {
            await MoveAsync(RunState.EXEC, null, "The first steps arrived.");
        }

        await Pipeline.Bus.PublishAsync(fresh, cancellationToken);
        Intake.Took(fresh);
    }

    public async Task TakeEpisodeAsync(EpisodeFinalized episode, CancellationToken cancellationToken)
    {
        RefuseAfterEnd("an episode");
        var (fresh, error) = Intake.Check(episode);
        if (error is not null)
        {
            throw Reject(error);
        }

        if (fresh)
        {
            await Pipeline.Bus.PublishAsync(episode, cancellationToken);
            Intake.Took(episode);
        }
    }

    public async Task TakeReportAsync(bool paused)
    {
        // A worker that resumes before its first step stays RDY.
        if (paused || State == RunState.PAUSE)
        {
            await MoveAsync(paused ? RunState.PAUSE : RunState.EXEC, null, paused ? "The worker paused." : "The worker went on.");
        }
    }

    /// <summary>Ends the run as its worker says, once everything it sent is on disk.</summary>
    public async Task FinishAsync(Proto.Finished finished, CancellationToken cancellationToken)
    {
        var totals = finished.Totals
            .Select(t => new StreamPosition(new StreamKey(t.AgentId, (int)Math.Min(t.Slot, StreamKey.MaxSlot + 1u)), (long)t.LastSeq, (long)t.Episodes))
            .ToArray();
        if (Intake.CheckTotals(totals) is { } wrong)
        {
            throw Reject(wrong);
        }

        await Pipeline.WaitDurableAsync(totals, cancellationToken);
        Pipeline.File.RecordTotals([.. totals.Select(t => new StreamTotal(t.Stream, t.DurableSeq, t.DurableEpisodes))]);
        KeepFigures(finished.Figures);
        var reason = finished.Reason is { Length: > 0 } given ? given : "The worker finished.";
        var (state, outcome) = finished.Outcome switch
        {
            Proto.Outcome.Succeeded => (RunState.TERM, RunOutcome.Succeeded),
            Proto.Outcome.Cancelled => (RunState.TERM, RunOutcome.Cancelled),
            _ => (RunState.FAULT, RunOutcome.Failed),
        };
        if (await MoveAsync(state, outcome, reason) is { } refusal && !State.IsFinal())
        {
            throw Reject(refusal);
        }
    }

    /// <summary>Keeps with the run what telemetry has cost it, as far as its worker said so.</summary>
    private void KeepFigures(IEnumerable<KeyValuePair<string, double>> figures)
    {
        var kept = figures.Where(f => ObserverView.Names.Contains(f.Key)).ToDictionary();
        if (kept.Count > 0)
        {
            Pipeline.File.RecordFigures(kept);
        }
    }

    private async Task GreetAsync(WorkerSession session, Proto.Hello hello)
    {
        if (State == RunState.INIT)
        {
            await MoveAsync(RunState.HSHK, null, "A worker came by itself.");
        }

        if (State == RunState.HSHK)
        {
            await MoveAsync(RunState.RDY, null, $"The worker ({hello.Software}, pid {hello.Pid} on {hello.Host}) said hello.");
        }

        var welcome = new Proto.Welcome
        {
            Protocol = WorkerSession.Protocol,
            CreditSteps = (ulong)_services.Credits.Initial,
            Paused = Commands.Paused,
            RateHz = Commands.RateHz,
            TelemetryMode = ToProto(Commands.Mode),
        };
        var positions = Pipeline.Positions;
        welcome.Positions.AddRange(positions.Select(WorkerSession.ToProto));
        Interlocked.Increment(ref _grants);
        session.Post(new Proto.DaemonMessage { Welcome = welcome });
        if (Commands.StopReason is { } reason)
        {
            session.Post(new Proto.DaemonMessage { Stop = new Proto.Stop { Reason = reason } });
        }

        Note(LogIds.SessionOpened, hello.Software, positions.Sum(p => p.DurableSeq));
        Changed();
    }

    private void RefuseIfEnded()
    {
        if (State.IsFinal())
        {
            throw new GrpcStatusException(
                GrpcStatusCode.FailedPrecondition, $"Run '{Id}' has ended: {State}, {Outcome?.Word()}. {Reason}");
        }
    }

    private void Acknowledge(IReadOnlyList<StreamPosition> positions) => Volatile.Read(ref _session)?.Acknowledge(positions);
}
