namespace Palestra.Telemetry;

/// <summary>Where a run stands. The names are the words of API, log and disk; TERM and FAULT are final.</summary>
public enum RunState : byte
{
    /// <summary>Known, waiting for a place or being launched.</summary>
    INIT = 1,

    /// <summary>The worker process runs and has not yet said hello.</summary>
    HSHK = 2,

    /// <summary>The worker is connected and has sent no step.</summary>
    RDY = 3,

    EXEC = 4,

    PAUSE = 5,

    /// <summary>Ended by something that broke: a dead worker, a lost record, an error the worker reported.</summary>
    FAULT = 6,

    /// <summary>Ended in good order; the outcome says how.</summary>
    TERM = 7,
}

public enum RunOutcome : byte
{
    Succeeded = 1,
    Failed = 2,
    Cancelled = 3,
}

public static class RunStates
{
    public static bool IsFinal(this RunState state) => state is RunState.TERM or RunState.FAULT;

    /// <summary>The lower-case word used in every output.</summary>
    public static string Word(this RunOutcome outcome) => outcome switch
    {
        RunOutcome.Succeeded => "succeeded",
        RunOutcome.Failed => "failed",
        RunOutcome.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not an outcome."),
    };
}

/// <summary>A run went from one state to another; each change is also a row in its file.</summary>
public sealed class RunStateChanged : TelemetryEvent
{
    public override Topics Topic => Topics.State;

    /// <summary><c>null</c> for the first state.</summary>
    public required RunState? From { get; init; }

    public required RunState To { get; init; }

    /// <summary>Set exactly when <see cref="To"/> is final.</summary>
    public RunOutcome? Outcome { get; init; }

    /// <summary>One sentence for a person.</summary>
    public required string Reason { get; init; }

    /// <summary>Microseconds since the Unix epoch.</summary>
    public required long TimeUs { get; init; }
}
