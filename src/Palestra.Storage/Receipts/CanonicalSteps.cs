using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// The canonical bytes of steps, row by row: what a receipt is computed over (docs/formats/receipt.md). Wall-clock time
/// and infos are left out: they differ between equal trajectories. One thread at a time: it reuses its buffer. Every
/// step goes through here once when it is written, so fields are stored without a span for each; the size of the buffer
/// is checked once.
/// </summary>
internal sealed class CanonicalSteps
{
    [NotTunable("Part of the receipt's format: other bytes, other receipts.")]
    private const int HeadBytes = 8 + 8 + 4;
    [NotTunable("Part of the receipt's format: other bytes, other receipts.")]
    private const int FootBytes = 8 + 1;
    [NotTunable("Part of the receipt's format: other bytes, other receipts.")]
    private const int ValueHeaderBytes = 1 + 4;

    private byte[] _buffer = [];

    /// <returns>Valid until the next call.</returns>
    public ReadOnlySpan<byte> Of(StepBatch batch, int start, int count)
    {
        var size = SizeOf(batch.Actions, start, count) + SizeOf(batch.Observations, start, count) + ((HeadBytes + FootBytes) * count);
        if (_buffer.Length < size)
        {
            _buffer = new byte[size];
        }

        var seq = batch.FirstSeq + start;
        var episodes = batch.Episodes.AsSpan(start, count);
        var steps = batch.Steps.AsSpan(start, count);
        var rewards = batch.Rewards.AsSpan(start, count);
        var flags = batch.Flags.AsSpan(start, count);
        ref var to = ref MemoryMarshal.GetArrayDataReference(_buffer);
        for (var i = 0; i < count; i++)
        {
            Unsafe.WriteUnaligned(ref to, seq + i);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, 8), episodes[i]);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, 16), steps[i]);
            to = ref Value(ref Unsafe.Add(ref to, HeadBytes), batch.Actions, start + i);
            to = ref Value(ref to, batch.Observations, start + i);
            Unsafe.WriteUnaligned(ref to, rewards[i]);
            Unsafe.Add(ref to, 8) = (byte)flags[i];
            to = ref Unsafe.Add(ref to, FootBytes);
        }

        return _buffer.AsSpan(0, size);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref byte Value(ref byte to, StepColumn column, int index)
    {
        var row = column.Row(index);
        to = (byte)column.DType;
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, 1), row.Length);
        ref var into = ref Unsafe.Add(ref to, ValueHeaderBytes);
        ref var from = ref MemoryMarshal.GetReference(row);
        switch (row.Length)
        {
            case 8:
                Unsafe.WriteUnaligned(ref into, Unsafe.ReadUnaligned<long>(ref from));
                break;
            case 16:
                Unsafe.WriteUnaligned(ref into, Unsafe.ReadUnaligned<Int128>(ref from));
                break;
            default:
                row.CopyTo(MemoryMarshal.CreateSpan(ref into, row.Length));
                break;
        }

        return ref Unsafe.Add(ref into, row.Length);
    }

    private static int SizeOf(StepColumn column, int start, int count)
    {
        if (!column.IsJson)
        {
            return (ValueHeaderBytes + column.RowBytes) * count;
        }

        var from = start == 0 ? 0 : column.JsonEnds[start - 1];
        return column.JsonEnds[start + count - 1] - from + (ValueHeaderBytes * count);
    }
}
