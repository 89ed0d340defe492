using System.Diagnostics.CodeAnalysis;

namespace Palestra.Telemetry;

/// <summary>
/// Where one run stands, and the only way to change it: INIT -> HSHK -> RDY -> EXEC &lt;-> PAUSE -> TERM | FAULT.
/// Thread-safe: of two callers who race for a move, one gets the change and the other a refusal or nothing to do.
/// </summary>
/// <param name="current">The last state a run had before the daemon restarted; <c>null</c> for a new run, which must go to INIT.</param>
/// <param name="outcome">The outcome, where that state is final.</param>
public sealed class RunStateMachine(RunState? current = null, RunOutcome? outcome = null)
{
    private readonly Lock _moving = new();
    private RunState? _current = current;
    private RunOutcome? _outcome = outcome;

    /// <summary><c>null</c> before INIT.</summary>
    public RunState? Current
    {
        get
        {
            lock (_moving)
            {
                return _current;
            }
        }
    }

    /// <summary>Set exactly when the state is final.</summary>
    public RunOutcome? Outcome
    {
        get
        {
            lock (_moving)
            {
                return _outcome;
            }
        }
    }

    /// <summary>Whether the guards let a run go from one state to another; a state that is not final may also stay.</summary>
    public static bool Allows(RunState? from, RunState to) => (from, to) switch
    {
        (null, _) => to == RunState.INIT,
        (RunState.TERM or RunState.FAULT, _) => false,
        (_, RunState.TERM or RunState.FAULT) => true,
        (RunState.INIT, RunState.HSHK) or (RunState.HSHK, RunState.RDY) => true,
        (RunState.RDY, RunState.EXEC or RunState.PAUSE) => true,
        (RunState.EXEC, RunState.PAUSE) or (RunState.PAUSE, RunState.EXEC) => true,
        _ => from == to,
    };

    /// <param name="outcome">Required for TERM and FAULT, not allowed for others.</param>
    /// <param name="reason">One sentence for a person.</param>
    /// <param name="timeUs">Microseconds since the Unix epoch.</param>
    /// <param name="change">The event to publish and to store; <c>null</c> if refused, or if the run is in that state already.</param>
    /// <param name="why">The refusal, as a sentence.</param>
    /// <returns>Whether the run is now in that state.</returns>
    public bool TryMove(
        RunState to, RunOutcome? outcome, string reason, long timeUs, out RunStateChanged? change, [NotNullWhen(false)] out string? why)
    {
        lock (_moving)
        {
            change = null;
            why = Refusal(_current, to, outcome);
            if (why is not null)
            {
                return false;
            }

            if (_current == to)
            {
                return true;
            }

            change = new RunStateChanged { From = _current, To = to, Outcome = outcome, Reason = reason, TimeUs = timeUs };
            _current = to;
            _outcome = outcome;
            return true;
        }
    }

    private static string? Refusal(RunState? from, RunState to, RunOutcome? outcome)
    {
        if (!Allows(from, to))
        {
            var allowed = string.Join(", ", Enum.GetValues<RunState>().Where(state => state != from && Allows(from, state)));
            return $"A run cannot go from {from?.ToString() ?? "nothing"} to {to}: " +
                (allowed.Length == 0 ? $"{from} is final." : $"allowed are {allowed}.");
        }

        if (to.IsFinal() != outcome.HasValue)
        {
            return to.IsFinal() ? $"{to} needs an outcome." : $"{to} is not final and has no outcome, but '{outcome!.Value.Word()}' was given.";
        }

        if (to == RunState.FAULT && outcome != RunOutcome.Failed)
        {
            return $"A run in FAULT has failed; it cannot be '{outcome!.Value.Word()}'.";
        }

        return outcome == RunOutcome.Succeeded && from is RunState.INIT or RunState.HSHK
            ? $"A run cannot have succeeded in {from}: no worker has said that it is ready."
            : null;
    }
}
