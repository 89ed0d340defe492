using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Workers;
using Palestra.Wire;
using Proto = Palestra.Wire.V1;

namespace Palestra.Trainer.Runs;

// The worker process: started, watched, its output read, stopped, and its end understood.
internal sealed partial class ActiveRun
{
    private WorkerProcess? _worker;
    private OutputTail? _stdout;
    private OutputTail? _stderr;
    private long _watchedSince;
    private long? _endedStamp;
    private bool _adopted;
    private bool _terminated;
    private bool _killed;
    private bool _silent;
    private CancellationToken _stopping;

    public int? WorkerPid => Volatile.Read(ref _worker)?.Pid;

    public bool WorkerAlive => Volatile.Read(ref _worker)?.IsAlive() ?? false;

    /// <summary>What is wrong with the run's file, or <c>null</c>.</summary>
    public string? Damaged { get; private set; }

    /// <summary>Whether a worker was ever started for it, by this daemon or an earlier one.</summary>
    public bool WasLaunched => State != RunState.INIT || _services.Launcher.FindEarlier(Id) is not null;

    /// <summary>
    /// Starts the worker, or finds the one an earlier daemon started, and stays until the run has ended and the worker
    /// is gone, or the daemon stops.
    /// </summary>
    public async Task SuperviseAsync(bool adopt, CancellationToken stopping)
    {
        _watchedSince = _services.Clock.GetTimestamp();
        _stopping = stopping;
        Alive();
        if (adopt)
        {
            Adopt();
        }
        else if (!State.IsFinal())
        {
            await LaunchAsync();
        }

        using var ticks = _services.Clock.CreateTimer(_ => _wake.Set(), null, _services.Scheduler.WatchInterval, _services.Scheduler.WatchInterval);
        try
        {
            while (await WatchAsync())
            {
                await _wake.WaitAsync(stopping);
            }
        }
        catch (OperationCanceledException)
        {
            // The daemon stops; the worker goes on and finds the next one.
        }
        catch (RunFileException e)
        {
            Break(e);
        }
    }

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
        _flow.Look(final: true);
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

    private async Task LaunchAsync()
    {
        // The state first: a daemon that dies in between finds a run whose worker is missing, not one with two workers.
        await MoveAsync(RunState.HSHK, null, "A place was free.");
        try
        {
            var worker = _services.Launcher.Launch(Id);
            worker.OnExit(_wake.Set);
            Volatile.Write(ref _worker, worker);
            OpenTails(skipLines: false);
            Note(LogIds.WorkerStarted, worker.Pid);
            Changed();
        }
        catch (WorkerLaunchException e)
        {
            await MoveAsync(RunState.FAULT, RunOutcome.Failed, e.Message);
        }
    }

    private void Adopt()
    {
        _adopted = true;
        Volatile.Write(ref _worker, _services.Launcher.FindEarlier(Id));
        OpenTails(skipLines: true);
        Note(LogIds.RunRecovered, State);
    }

    private void OpenTails(bool skipLines)
    {
        _stdout = new OutputTail(Folder.StdoutFile);
        _stderr = new OutputTail(Folder.StderrFile);
        if (skipLines)
        {
            // Lines become rows one for one, so the rows say how many lines are on disk already.
            using var reader = RunReader.Open(Folder);
            _stdout.Skip(LoggedLines.Count(reader, LogIds.WorkerStdout));
            _stderr.Skip(LoggedLines.Count(reader, LogIds.WorkerStderr));
        }
    }

    /// <returns>Whether there is anything left to watch.</returns>
    private async Task<bool> WatchAsync()
    {
        if (Pipeline.Writing.IsFaulted)
        {
            await Pipeline.Writing;
        }

        NoteWhatIsOwed();
        _flow.Look();
        Beat();

        // Asked before reading: what the worker printed before it ended is in the files by now.
        var alive = WorkerAlive;
        await DrainOutputAsync(final: _worker is not null && !alive);
        if (_worker is not null && !alive)
        {
            await OnWorkerGoneAsync();
            return false;
        }

        if (State.IsFinal())
        {
            if (_worker is null)
            {
                return Connected;
            }

            Urge(_services.Clock.GetElapsedTime(_endedStamp ??= _services.Clock.GetTimestamp()));
            return true;
        }

        if (Commands.StopReason is not null)
        {
            return await StopAsync();
        }

        await CheckHelloAsync();
        await CheckSilenceAsync();
        return !(State.IsFinal() && _worker is null);
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

    private async Task CheckSilenceAsync()
    {
        var silence = _services.Clock.GetElapsedTime(Interlocked.Read(ref _lastSignStamp));
        if (_worker is null && !Connected)
        {
            if (_services.Clock.GetElapsedTime(_watchedSince) > _services.Scheduler.AdoptTimeout && silence > _services.Scheduler.AdoptTimeout)
            {
                var spooled = await TakeInSpoolAsync();
                if (!State.IsFinal())
                {
                    await MoveAsync(
                        RunState.FAULT, RunOutcome.Failed,
                        $"Its worker was gone when the daemon came back, and did not return within {_services.Scheduler.AdoptTimeout.TotalSeconds:0.#} s.{spooled?.Sentence}");
                }

                spooled?.Discard();
            }

            return;
        }

        // A process that lives may only be slow, suspended or cut off: shown, not ended.
        var stalled = Connected && silence > _services.Heartbeats.StalledAfterTime;
        if (stalled != _silent)
        {
            _silent = stalled;
            Note(stalled ? LogIds.HeartbeatStalled : LogIds.HeartbeatResumed, "worker", Math.Round(silence.TotalSeconds, 1));
        }
    }

    private async Task DrainOutputAsync(bool final)
    {
        await DrainAsync(_stdout, LogIds.WorkerStdout, final);
        await DrainAsync(_stderr, LogIds.WorkerStderr, final);
    }

    private async Task DrainAsync(OutputTail? tail, LogId id, bool final)
    {
        if (tail is null)
        {
            return;
        }

        foreach (var line in tail.ReadLines(final))
        {
            await Pipeline.Bus.PublishAsync(id.Create(_services.NowUs, line));
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
