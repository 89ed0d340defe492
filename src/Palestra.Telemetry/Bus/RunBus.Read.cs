using System.Diagnostics.CodeAnalysis;

namespace Palestra.Telemetry;

public sealed partial class RunBus
{
    internal bool IsReadable(long seq) => Volatile.Read(ref _slots[seq & _mask].Seq) == seq;

    /// <summary>Steps R1 to R3.</summary>
    internal bool TryGet(long seq, bool verify, [NotNullWhen(true)] out TelemetryEvent? telemetryEvent)
    {
        ref var slot = ref _slots[seq & _mask];
        if (Volatile.Read(ref slot.Seq) != seq)
        {
            telemetryEvent = null;
            return false;
        }

        telemetryEvent = Volatile.Read(ref slot.Event)!;
        return !verify || Volatile.Read(ref slot.Seq) == seq;
    }
}
