namespace Palestra.Telemetry;

/// <summary>
/// One place of the ring, 16 bytes. <see cref="Seq"/> is 0 when never used, <c>s</c> while it holds event <c>s</c>, and
/// <c>-s</c> while event <c>s</c> is being written into it.
/// </summary>
internal struct Slot
{
    public long Seq;
    public TelemetryEvent? Event;
}
