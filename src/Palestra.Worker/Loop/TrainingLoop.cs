using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Worker.Frames;

namespace Palestra.Worker.Loop;

/// <summary>
/// The env x agent loop of one run, on a thread of its own: slots take turns, one step each, until a target is reached or
/// somebody asks for a stop. It knows nothing of the session; what it makes goes into the outbox.
/// </summary>
internal sealed class TrainingLoop(
    RunManifest manifest, WorkerOptions options, LoopControl control, RunFigures figures, FramePublisher frames, Action<bool> pausedChanged)
{
    private readonly TimeSpan _idleWake = options.Worker.IdleWake;
    private readonly Pacer _pacer = new(options.Worker.PaceBurst, options.Clock);
    private readonly LoopClock _clock = new(options.Clock);
    private bool _reportedPause;

    /// <summary>Runs to the end. Whatever breaks in the environment or the learner becomes a failed outcome, never an exception.</summary>
    public LoopEnd Run(Func<RunSetup> create)
    {
        RunSetup? setup = null;
        try
        {
            setup = create();
            figures.Observer.Begin();
            var end = Turn(setup.Slots);
            Save(setup);
            return end;
        }
#pragma warning disable CA1031 // An environment or a learner may throw anything; the run must say what and end in good order.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new LoopEnd(RunOutcome.Failed, $"{Subject(setup)}: {e.Message}", e);
        }
        finally
        {
            Rescue(setup);
            frames.Dispose();
            setup?.Dispose();
        }
    }

    /// <summary>A full disk delays the end of a run, it does not spoil it (P-CALM); somebody who asks for a stop is not kept waiting.</summary>
    private void Save(RunSetup setup)
    {
        var since = options.Clock.GetTimestamp();
        var told = false;
        while (true)
        {
            try
            {
                setup.Learner.Save(options.DataRoot.Run(options.RunId).ArtifactsFolder);
                return;
            }
            catch (IOException e) when (options.Clock.GetElapsedTime(since) < options.Worker.SaveTimeout && !control.Stopping.IsCancellationRequested)
            {
                if (!told)
                {
                    options.Error.WriteLine($"The learner cannot be saved yet: {e.Message} It is tried again for {options.Worker.SaveTimeout.TotalSeconds:0.#} s (worker.save_timeout).");
                    told = true;
                }

                control.Wait(_idleWake);
            }
        }
    }

    private LoopEnd Turn(IReadOnlyList<EnvSlot> slots)
    {
        var turn = 0;
        while (true)
        {
            if (Target() is { } reached)
            {
                FlushAll(slots);
                frames.Finish(slots[0].Env, figures);
                return reached;
            }

            switch (control.Next())
            {
                case LoopVerdict.Stop:
                    FlushAll(slots);
                    frames.Finish(slots[0].Env, figures);
                    return new LoopEnd(RunOutcome.Cancelled, control.StopReason!);
                case LoopVerdict.Wait:
                    RestUntilAsked(slots);
                    continue;
                default:
                    ReportPause();
                    break;
            }

            if (_pacer.Delay(control.RateHz) is { Ticks: > 0 } delay)
            {
                Rest(slots, delay);
                continue;
            }

            var slot = slots[turn];
            slot.Begin(_clock);
            slot.Step(_clock, control.Stopping);
            if (turn == 0)
            {
                frames.Offer(slot.Env, figures);
            }

            turn = (turn + 1) % slots.Count;
            control.Took();
            _pacer.Took();
        }
    }

    private LoopEnd? Target() =>
        figures.Episodes >= manifest.Episodes ? new(RunOutcome.Succeeded, $"{figures.Episodes} episodes are done.")
        : figures.Steps >= manifest.Steps ? new(RunOutcome.Succeeded, $"{figures.Steps} steps are done.")
        : null;

    private void RestUntilAsked(IReadOnlyList<EnvSlot> slots)
    {
        FlushAll(slots);
        ReportPause();
        frames.Finish(slots[0].Env, figures);
        figures.Observer.Enter(LoopSection.Paused);
        control.Wait(_idleWake);
        figures.Observer.Leave();
        figures.Advance(_clock.SteadyUs);
        _pacer.Restart();
    }

    /// <summary>Waits for the next due step. What would become due meanwhile is sent first.</summary>
    private void Rest(IReadOnlyList<EnvSlot> slots, TimeSpan delay)
    {
        var nowUs = _clock.SteadyUs;
        var wait = delay < _idleWake ? delay : _idleWake;
        foreach (var slot in slots)
        {
            if (slot.FlushDueUs <= nowUs + wait.TotalMicroseconds)
            {
                slot.Flush(control.Stopping);
            }
        }

        control.Wait(wait);
        figures.Advance(nowUs);
    }

    private void ReportPause()
    {
        var paused = control.IsAttended && control.IsPaused;
        if (paused != _reportedPause)
        {
            _reportedPause = paused;
            pausedChanged(paused);
        }
    }

    private void FlushAll(IReadOnlyList<EnvSlot> slots)
    {
        foreach (var slot in slots)
        {
            slot.Flush(control.Stopping);
        }
    }

    /// <summary>After a failure: the steps before it still belong to the record.</summary>
    private void Rescue(RunSetup? setup)
    {
        foreach (var slot in setup?.Slots ?? [])
        {
            slot.Flush(control.Stopping);
        }
    }

    private string Subject(RunSetup? setup) =>
        setup is null ? "The run cannot begin" : $"The run broke after {figures.Steps} steps";
}
