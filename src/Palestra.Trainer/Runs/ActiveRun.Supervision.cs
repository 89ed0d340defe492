using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Hosting;
using Palestra.Trainer.Workers;
using Palestra.Wire;
using Proto = Palestra.Wire.V1;

namespace Palestra.Trainer.Runs;

// The worker process: started, or found again, and watched.
internal sealed partial class ActiveRun
{
    private WorkerProcess? _worker;
    private long _watchedSince;
    private bool _adopted;
    private bool _silent;
    private long _silentSince;
    private bool _lost;
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

        using var ticks = new HotTimer(_services.Settings.Hub, "trainer.watch_interval", () => _services.Scheduler.WatchInterval, _services.Clock, _wake.Set);
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

    private async Task LaunchAsync()
    {
        // The state first: a daemon that dies in between finds a run whose worker is missing, not one with two workers.
        await MoveAsync(RunState.HSHK, null, "A place was free.");
        try
        {
            var worker = _services.Launcher.Launch(Id);
            _workerInterval = Longer(_workerInterval, _services.Heartbeats.Interval);
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

    /// <returns>Whether there is anything left to watch.</returns>
    private async Task<bool> WatchAsync()
    {
        if (Pipeline.Writing.IsFaulted)
        {
            await Pipeline.Writing;
        }

        NoteWhatIsOwed();
        KeepCommandsNow();
        KeepSettingChanges();
        _flow.Look();
        _streamReports.Look(Intake.Streams, Pipeline.Positions);
        _subscribers.Look();
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

    private async Task CheckSilenceAsync()
    {
        var silence = _services.Clock.GetElapsedTime(Interlocked.Read(ref _lastSignStamp));
        if (_worker is null && !Connected)
        {
            if (_services.Clock.GetElapsedTime(_watchedSince) > _services.Scheduler.AdoptTimeout && silence > _services.Scheduler.AdoptTimeout)
            {
                Note(LogIds.WorkerLost, Math.Round(silence.TotalSeconds, 1));
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

        // Without a session nothing can be heard of it; with one it is a heartbeat that is late.
        var lost = !Connected && Sessions > 0 && silence > WorkerPatience;
        if (lost && !_lost)
        {
            Note(LogIds.WorkerLost, Math.Round(silence.TotalSeconds, 1));
        }

        _lost = lost;

        // A process that lives may only be slow, suspended or cut off: shown, not ended.
        var stalled = Connected && silence > WorkerPatience;
        if (stalled != _silent)
        {
            _silent = stalled;
            if (stalled)
            {
                _silentSince = Interlocked.Read(ref _lastSignStamp);
            }

            Note(
                stalled ? LogIds.HeartbeatStalled : LogIds.HeartbeatResumed, "worker",
                Math.Round((stalled ? silence : _services.Clock.GetElapsedTime(_silentSince)).TotalSeconds, 1));
        }
    }
}
