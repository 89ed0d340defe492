using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Workers;
using Palestra.Wire;

namespace Palestra.Trainer.Runs;

// How a run ends: its worker is stopped, or gone and its end understood, or the run's file is.
internal sealed partial class ActiveRun
{
    private long? _endedStamp;
    private bool _terminated;
    private bool _killed;

    /// <summary>Takes nothing more, writes what is left and lets go of everything.</summary>
    public async ValueTask DisposeAsync()
    {
        Volatile.Read(ref _session)?.End(
            State.IsFinal() ? GrpcStatusCode.FailedPrecondition : GrpcStatusCode.Unavailable,
            State.IsFinal() ? $"Run '{Id}' has ended." : "The daemon is stopping: find the next one through daemon.json.");
        if (Volatile.Read(ref _session) is { } session)
        {
            await session.Over;
        }

        NoteWhatIsOwed();
        KeepCommandsNow();
        KeepSettingChanges();
        _flow.Look(final: true);
        _streamReports.Look(Intake.Streams, Pipeline.Positions, final: true);
        if (Frames is not null)
        {
            await Frames.DisposeAsync();
        }

        try
        {
            await Pipeline.DisposeAsync();
        }
        catch (RunFileException e)
        {
            RunLog.CloseFailed(_services.Log, Id.Value, e.Message);
        }

        await Live.DisposeAsync();
        _stdout?.Dispose();
        _stderr?.Dispose();
        _worker?.Dispose();
        _moves.Dispose();
        _sessions.Dispose();
    }

    private async Task OnWorkerGoneAsync()
    {
        var worker = _worker!;
        var how = Signals.Describe(worker.ExitCode);
        if (Volatile.Read(ref _session) is { } session)
        {
            // What it sent before it died is still on the line. A Finished among it is worth any wait for the disk.
            await Task.WhenAny(session.Over, Task.Delay(_services.Scheduler.DrainTimeout, _services.Clock));
            if (session.Finishing)
            {
                await session.Over;
            }
        }

        await Pipeline.Bus.PublishAsync(LogIds.WorkerExit.Create(_services.NowUs, worker.Pid, how));
        var spooled = await TakeInSpoolAsync();
        if (State.IsFinal())
        {
            spooled?.Discard();
            return;
        }

        if (Commands.StopReason is { } reason)
        {
            await MoveAsync(RunState.TERM, RunOutcome.Cancelled, $"{reason.TrimEnd('.')}; the worker ended {how}.{spooled?.Sentence}");
            spooled?.Discard();
            return;
        }

        KeepFigures(LastHeartbeat?.Figures ?? []);
        var what = _adopted && Sessions == 0
            ? "Its worker was gone when the daemon came back"
            : $"The worker (pid {worker.Pid}) ended {how} {(State == RunState.HSHK ? "before it said hello" : "before it was finished")}";
        var words = OutputTail.LastWords(Folder.StderrFile, _services.Scheduler.StderrTailBytes);
        var end = words.Length == 0 ? $"{what}; it wrote nothing to stderr." : $"{what}. Its last words: {words}";
        await MoveAsync(RunState.FAULT, RunOutcome.Failed, spooled is null ? end : $"{what}.{spooled.Sentence}{end[what.Length..].TrimStart('.', ';')}");
        spooled?.Discard();
    }

    private async Task<bool> StopAsync()
    {
        var since = Commands.SinceStop(_services.Clock);
        if (_worker is not null)
        {
            Urge(Commands.StopNow ? TimeSpan.MaxValue : since);
            return true;
        }

        // A worker whose process is out of sight can only be asked.
        if (Commands.StopNow || since > _services.Scheduler.StopGrace + _services.Scheduler.KillGrace)
        {
            await MoveAsync(RunState.TERM, RunOutcome.Cancelled, $"{Commands.StopReason!.TrimEnd('.')}; the worker did not answer.");
            return false;
        }

        return true;
    }

    /// <summary>First patience, then SIGTERM, then SIGKILL.</summary>
    private void Urge(TimeSpan since)
    {
        if (since >= _services.Scheduler.StopGrace && !_terminated)
        {
            _terminated = true;
            Note(LogIds.WorkerUrged, _worker!.Pid, "SIGTERM");
            _worker.Terminate();
        }

        if (since >= _services.Scheduler.StopGrace + _services.Scheduler.KillGrace && !_killed)
        {
            _killed = true;
            Note(LogIds.WorkerUrged, _worker!.Pid, "SIGKILL");
            _worker.Kill();
        }
    }

    /// <summary>The run's file cannot be used any more, so not even its end can be written there.</summary>
    private void Break(RunFileException e)
    {
        _machine.TryMove(RunState.FAULT, RunOutcome.Failed, e.Message, _services.NowUs, out _, out _);
        Volatile.Write(ref _standing, new RunStanding(RunState.FAULT, RunOutcome.Failed, e.Message, _services.NowUs));
        Damaged = e.Message;
        Volatile.Read(ref _session)?.End(GrpcStatusCode.FailedPrecondition, e.Message);
        _worker?.Terminate();
        RunLog.Broken(_services.Log, Id.Value, e.Message);
        Changed();
    }
}
