using Palestra.Storage;
using Palestra.Telemetry;
using Proto = Palestra.Wire.V1;

namespace Palestra.Trainer.Runs;

// What people ask of a run. Each answers at once: null, or one sentence that says why not.
internal sealed partial class ActiveRun
{
    private volatile bool _commandsToKeep;

    /// <summary>Asks the worker to end; a second time, the worker is killed without further patience.</summary>
    public string? Stop(string reason)
    {
        if (State.IsFinal())
        {
            return HasEnded();
        }

        Commands.Stop(reason, _services.Clock);
        Tell(new Proto.DaemonMessage { Stop = new Proto.Stop { Reason = reason } }, ControlKind.Stop, 0, reason);
        _wake.Set();
        return null;
    }

    public string? Pause()
    {
        if (State is not (RunState.RDY or RunState.EXEC or RunState.PAUSE))
        {
            return State.IsFinal() ? HasEnded() : $"Run '{Id}' is in {State}: only a run in RDY or EXEC can pause.";
        }

        Commands.Paused = true;
        Tell(new Proto.DaemonMessage { Pause = new Proto.Pause() }, ControlKind.Pause, 0, "Pause.");
        return null;
    }

    public string? Resume()
    {
        if (State.IsFinal())
        {
            return HasEnded();
        }

        if (!Commands.Paused && State != RunState.PAUSE)
        {
            return $"Run '{Id}' is in {State} and not paused.";
        }

        Commands.Paused = false;
        Tell(new Proto.DaemonMessage { Resume = new Proto.Resume() }, ControlKind.Resume, 0, "Resume.");
        return null;
    }

    public string? SetRate(double rateHz)
    {
        if (State.IsFinal())
        {
            return HasEnded();
        }

        Commands.RateHz = rateHz;
        KeepCommands();
        Tell(new Proto.DaemonMessage { Rate = new Proto.Rate { RateHz = rateHz } }, ControlKind.Rate, rateHz, "Rate.");
        Changed();
        return null;
    }

    /// <summary>Which lanes the run uses from here on; recording begins and ends with an episode.</summary>
    public string? SetMode(TelemetryMode mode)
    {
        if (State.IsFinal())
        {
            return HasEnded();
        }

        Commands.Mode = mode;
        KeepCommands();
        Tell(new Proto.DaemonMessage { SetMode = new Proto.SetMode { Mode = ToProto(mode) } }, ControlKind.Mode, (double)ToProto(mode), "Telemetry mode.");
        Changed();
        return null;
    }

    /// <summary>As rows of the run, for the daemon that comes after this one. Not on the caller's time: the disk may be slow.</summary>
    private void KeepCommands()
    {
        _commandsToKeep = true;
        _wake.Set();
    }

    private void KeepCommandsNow()
    {
        if (!_commandsToKeep)
        {
            return;
        }

        try
        {
            _commandsToKeep = false;
            Pipeline.File.RecordFigures(Commands.Figures);
        }
        catch (RunFileException)
        {
            // With the next look: the durable path says meanwhile what is wrong.
            _commandsToKeep = true;
        }
    }

    private static Proto.TelemetryMode ToProto(TelemetryMode? mode) => mode switch
    {
        TelemetryMode.FastLaneOnly => Proto.TelemetryMode.FastLaneOnly,
        TelemetryMode.DualPath => Proto.TelemetryMode.DualPath,
        TelemetryMode.DurableOnly => Proto.TelemetryMode.DurableOnly,
        _ => Proto.TelemetryMode.Unspecified,
    };

    /// <summary>While paused: lets the worker take so many steps.</summary>
    public string? Step(long count)
    {
        if (count < 1 || count > _services.Scheduler.MaxSingleSteps)
        {
            return $"'count' is {count}: 1 to {_services.Scheduler.MaxSingleSteps} steps are allowed.";
        }

        if (State != RunState.PAUSE)
        {
            return State.IsFinal() ? HasEnded() : $"Run '{Id}' is in {State}: single steps are for a run in PAUSE.";
        }

        if (!Connected)
        {
            return $"The worker of run '{Id}' is not connected: there is nobody to take a step.";
        }

        Tell(new Proto.DaemonMessage { TakeSteps = new Proto.TakeSteps { Count = (uint)count } }, ControlKind.Step, count, "Step.");
        return null;
    }

    private string HasEnded() => $"Run '{Id}' has ended ({State}, {Outcome?.Word()}): there is nothing left to control.";

    private void Tell(Proto.DaemonMessage message, ControlKind kind, double value, string reason)
    {
        Volatile.Read(ref _session)?.Post(message);
        Pipeline.Bus.TryPublish(new ControlEvent { Kind = kind, Value = value, Reason = reason, TimeUs = _services.NowUs }, out _);
    }
}
