using Palestra.Settings;

namespace Palestra.Telemetry;

/// <summary>How many steps a stream may have sent without an acknowledgement.</summary>
[SettingsGroup("telemetry.credits")]
public sealed record CreditSettings
{
    // 500,000 steps/s times the 100 ms that a group commit with fsync may take are 50,000 steps; 65,536 is the next
    // power of two, 16 full batches, some 3 MB of 50-byte steps.
    [Setting("initial", "Steps a stream may have un-acknowledged. Smaller bounds memory and loss of work, larger hides a slow disk.",
        Unit = "steps", Min = StepBatch.MaxCount, Max = 16_777_216, Env = "GYM_TELEMETRY_INITIAL_CREDITS", Hot = true,
        Why = "The original gave 200 credits, one for each event, to its live view, and dropped without. Here a credit is one step that is not on disk yet, and without one the worker only waits.")]
    public int Initial { get; init; } = 16 * StepBatch.MaxCount;

    [Setting("starvation_threshold", "With fewer credits than this a stream counts as starved; default: less than one full batch.",
        Unit = "steps", Min = 0, Max = 16_777_216, Env = "GYM_TELEMETRY_MIN_CREDITS_THRESHOLD", Hot = true,
        Why = "The original had 10 and never looked at it; a batch has up to 4096 steps.")]
    public int StarvationThreshold { get; init; } = StepBatch.MaxCount;
}
