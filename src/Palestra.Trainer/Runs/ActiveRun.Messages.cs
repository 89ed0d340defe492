using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Api;
using Palestra.Wire;
using Proto = Palestra.Wire.V1;

namespace Palestra.Trainer.Runs;

// What the worker says in a session, message by message: checked, then on the bus.
internal sealed partial class ActiveRun
{
    private long _rejected;

    /// <summary>Messages that broke the rules of the wire.</summary>
    public long RejectedMessages => Interlocked.Read(ref _rejected);

    public Proto.Heartbeat? LastHeartbeat { get; private set; }

    /// <summary>Keeps what the worker says of itself.</summary>
    public async Task TakeAsync(Proto.Heartbeat heartbeat)
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

        // Of a run that is not recorded no batch ever tells that it goes on.
        if (State == RunState.RDY && (heartbeat.Total > 0 || Unrecorded(heartbeat) > 0))
        {
            await MoveAsync(RunState.EXEC, null, "The worker said that it takes steps.");
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
}
