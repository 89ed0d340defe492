namespace Palestra.Telemetry;

public enum ControlKind : byte
{
    Pause = 1,
    Resume = 2,
    Step = 3,
    Rate = 4,
    Stop = 5,
    CreditsGranted = 6,
    CreditsExhausted = 7,

    /// <summary>Another telemetry mode was asked for.</summary>
    Mode = 8,

    /// <summary>Steps were taken and not recorded, as the mode demands.</summary>
    Unrecorded = 9,
}

/// <summary>Something was asked of the worker, or happened to the flow of its steps.</summary>
public sealed class ControlEvent : TelemetryEvent
{
    public override Topics Topic => Topics.Control;

    public required ControlKind Kind { get; init; }

    /// <summary>What the kind needs: steps granted, steps to take, most steps per second, number of the mode, steps not recorded. Else 0.</summary>
    public double Value { get; init; }

    public required string Reason { get; init; }

    /// <summary>Microseconds since the Unix epoch.</summary>
    public required long TimeUs { get; init; }
}
