using Palestra.Telemetry;

namespace Palestra.Worker.Loop;

/// <summary>How the loop ended.</summary>
/// <param name="Reason">One sentence for a person.</param>
/// <param name="Error">What broke, when the outcome is failed.</param>
internal sealed record LoopEnd(RunOutcome Outcome, string Reason, Exception? Error = null);
