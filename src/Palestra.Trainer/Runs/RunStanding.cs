using Palestra.Telemetry;

namespace Palestra.Trainer.Runs;

/// <summary>Where a run stands, as one value, so that nobody sees the state of one moment with the reason of another.</summary>
/// <param name="Reason">Why it is in its state; for a waiting run what it waits for.</param>
/// <param name="EndedUs">Microseconds since the Unix epoch; set exactly when the state is final.</param>
internal sealed record RunStanding(RunState State, RunOutcome? Outcome, string? Reason, long? EndedUs);
