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
        var actions = new Rows(batch.Actions, start);
        var observations = new Rows(batch.Observations, start);
        ref var to = ref MemoryMarshal.GetArrayDataReference(_buffer);
        for (var i = 0; i < flags.Length; i++)
        {
            Unsafe.WriteUnaligned(ref to, seq + i);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, 8), episodes[i]);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, 16), steps[i]);
            to = ref actions.CopyNext(ref Unsafe.Add(ref to, HeadBytes));
            to = ref observations.CopyNext(ref to);
            Unsafe.WriteUnaligned(ref to, rewards[i]);
            Unsafe.Add(ref to, 8) = (byte)flags[i];
            to = ref Unsafe.Add(ref to, FootBytes);
        }

        return _buffer.AsSpan(0, size);
    }

    private static int StartOf(StepColumn column, int index) =>
        !column.IsJson ? index * column.RowBytes : index == 0 ? 0 : column.JsonEnds[index - 1];

    private static int SizeOf(StepColumn column, int start, int count) =>
        StartOf(column, start + count) - StartOf(column, start) + (ValueHeaderBytes * count);

    /// <summary>The rows of a column, one after the other.</summary>
    private ref struct Rows(StepColumn column, int start)
    {
        private readonly byte _type = (byte)column.DType;
        private readonly int _rowBytes = column.RowBytes;
        private readonly ReadOnlySpan<int> _ends = column.JsonEnds;
        private ref byte _at = ref MemoryMarshal.GetReference(column.Data.Span[StartOf(column, start)..]);
        private int _index = start;

        /// <returns>Where the copy ends.</returns>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ref byte CopyNext(ref byte to)
        {
            var length = _ends.IsEmpty ? _rowBytes : _ends[_index] - (_index == 0 ? 0 : _ends[_index - 1]);
            _index++;
            to = _type;
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, 1), length);
            to = ref Unsafe.Add(ref to, ValueHeaderBytes);
            switch (length)
            {
                case 8:
                    Unsafe.WriteUnaligned(ref to, Unsafe.ReadUnaligned<long>(ref _at));
                    break;
                case 16:
                    Unsafe.WriteUnaligned(ref to, Unsafe.ReadUnaligned<Int128>(ref _at));
                    break;
                default:
                    Unsafe.CopyBlockUnaligned(ref to, ref _at, (uint)length);
                    break;
            }

            _at = ref Unsafe.Add(ref _at, length);
            return ref Unsafe.Add(ref to, length);
        }
    }
}
