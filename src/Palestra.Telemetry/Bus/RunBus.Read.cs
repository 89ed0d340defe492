using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Palestra.Telemetry;

public sealed partial class RunBus
{
    internal bool IsReadable(long seq) => Volatile.Read(ref SlotOf(seq).Seq) == seq;

    /// <summary>Steps R1 to R3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryGet(long seq, [NotNullWhen(true)] out TelemetryEvent? telemetryEvent)
    {
        ref var slot = ref SlotOf(seq);
        if (Volatile.Read(ref slot.Seq) != seq)
        {
            telemetryEvent = null;
            return false;
        }

        telemetryEvent = Volatile.Read(ref slot.Event)!;
        return Volatile.Read(ref slot.Seq) == seq;
    }

    /// <summary>The mask keeps the index inside the array, so it needs no check: this is the hottest line of the room.</summary>
    private ref Slot SlotOf(long seq) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_slots), (nint)(seq & _mask));
}
