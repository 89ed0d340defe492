using Palestra.Storage;
using Palestra.Telemetry;

namespace Palestra.Worker.Loop;

/// <summary>
/// The run's telemetry mode at present. Any thread switches; the loop looks: before each frame, and for recording at the
/// beginning of each episode, so that an episode is recorded whole or not at all (ADR 0006).
/// </summary>
internal sealed class LaneSwitch(TelemetryMode mode)
{
    private volatile TelemetryMode _mode = mode;
    private long _unrecordedSteps;

    public TelemetryMode Mode
    {
        get => _mode;
        set => _mode = value;
    }

    public bool Records => _mode != TelemetryMode.FastLaneOnly;

    public bool Shows => _mode != TelemetryMode.DurableOnly;

    /// <summary>Steps of all slots that were taken and not recorded. The loop's thread counts.</summary>
    public long UnrecordedSteps => Volatile.Read(ref _unrecordedSteps);

    /// <summary>A stretch without recording is over: its stream, the last sequence number before it, its steps. Must not block.</summary>
    public Action<StreamKey, long, long> StretchEnded { get; set; } = static (_, _, _) => { };

    /// <summary>The first step of all was taken that is not recorded: no batch will tell of it. Must not block.</summary>
    public Action FirstUnrecorded { get; set; } = static () => { };

    public void CountUnrecorded()
    {
        Volatile.Write(ref _unrecordedSteps, _unrecordedSteps + 1);
        if (_unrecordedSteps == 1)
        {
            FirstUnrecorded();
        }
    }
}
