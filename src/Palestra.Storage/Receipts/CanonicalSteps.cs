using System.Buffers.Binary;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// The canonical bytes of steps, row by row: what a receipt is computed over (docs/formats/receipt.md). Wall-clock time
/// and infos are left out: they differ between equal trajectories. One thread at a time: it reuses its buffer.
/// </summary>
internal sealed class CanonicalSteps
{
    [NotTunable("Part of the receipt's format: other bytes, other receipts.")]
    private const int FixedBytes = 8 + 8 + 4 + 8 + 1;
    [NotTunable("Part of the receipt's format: other bytes, other receipts.")]
    private const int ValueHeaderBytes = 1 + 4;

    private byte[] _buffer = [];

    /// <returns>Valid until the next call.</returns>
    public ReadOnlySpan<byte> Of(StepBatch batch, int start, int count)
    {
        var size = SizeOf(batch.Actions, start, count) + SizeOf(batch.Observations, start, count) + (FixedBytes * count);
        if (_buffer.Length < size)
        {
            _buffer = new byte[size];
        }

        var rest = _buffer.AsSpan(0, size);
        for (var i = start; i < start + count; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, batch.FirstSeq + i);
            BinaryPrimitives.WriteInt64LittleEndian(rest[8..], batch.Episodes[i]);
            BinaryPrimitives.WriteInt32LittleEndian(rest[16..], batch.Steps[i]);
            rest = Value(rest[20..], batch.Actions, i);
            rest = Value(rest, batch.Observations, i);
            BinaryPrimitives.WriteDoubleLittleEndian(rest, batch.Rewards[i]);
            rest[8] = (byte)batch.Flags[i];
            rest = rest[9..];
        }

        return _buffer.AsSpan(0, size);
    }

    private static Span<byte> Value(Span<byte> into, StepColumn column, int index)
    {
        var row = column.Row(index);
        into[0] = (byte)column.DType;
        BinaryPrimitives.WriteInt32LittleEndian(into[1..], row.Length);
        row.CopyTo(into[ValueHeaderBytes..]);
        return into[(ValueHeaderBytes + row.Length)..];
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
