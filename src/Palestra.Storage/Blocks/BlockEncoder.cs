using System.IO.Compression;
using System.Runtime.InteropServices;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// Encodes a batch as the payload of a block, encoding version 1 (docs/formats/run-file.md). One thread at a time: it
/// reuses its buffers. Reading and writing assume a little-endian machine, as .NET's platforms are.
/// </summary>
internal sealed class BlockEncoder(CompressionLevel level)
{
    public const int Version = 1;

    /// <summary>Wider rows are images or the like, where a difference between neighbours costs more time than it saves bytes.</summary>
    private const int WidestDeltaRowBytes = 64;

    private readonly ByteWriter _raw = new();
    private readonly ByteWriter _compressed = new();
    private byte[] _delta = [];

    /// <returns>Valid until the next call.</returns>
    public ReadOnlySpan<byte> Encode(StepBatch batch)
    {
        _raw.Clear();
        _raw.U32((uint)batch.Count);
        Planes.Write(_raw, MemoryMarshal.AsBytes(batch.Flags.AsSpan()), 1);
        WriteEpisodesAndSteps(batch);
        Planes.Write(_raw, MemoryMarshal.AsBytes(batch.Rewards.AsSpan()), sizeof(double));
        WriteTimes(batch.TimesUs);
        WriteColumn(batch.Actions);
        WriteColumn(batch.Observations);
        WriteInfos(batch.Infos);
        return Compress();
    }

    /// <summary>
    /// Stores what a reader could not guess: an episode goes on until a flag ends it, steps count up from 0 within one.
    /// For well-behaved streams all residues but the first are zero.
    /// </summary>
    private void WriteEpisodesAndSteps(StepBatch batch)
    {
        var episodes = new long[batch.Count];
        var steps = new int[batch.Count];
        episodes[0] = batch.Episodes[0];
        steps[0] = batch.Steps[0];
        for (var i = 1; i < batch.Count; i++)
        {
            episodes[i] = batch.Episodes[i] - BlockPrediction.Episode(batch.Episodes[i - 1], batch.Flags[i - 1]);
            steps[i] = batch.Steps[i] - BlockPrediction.Step(batch.Steps[i - 1], batch.Episodes[i] == batch.Episodes[i - 1]);
        }

        _raw.I64(episodes[0]);
        _raw.U32((uint)steps[0]);
        (episodes[0], steps[0]) = (0, 0);
        Planes.Write(_raw, MemoryMarshal.AsBytes(episodes.AsSpan()), sizeof(long));
        Planes.Write(_raw, MemoryMarshal.AsBytes(steps.AsSpan()), sizeof(int));
    }

    /// <summary>
    /// The differences between neighbours, less the smallest one: a steady pace with jitter then needs only as many
    /// byte planes as its jitter has. (Differences of differences would double the noise.)
    /// </summary>
    private void WriteTimes(long[] times)
    {
        var deltas = new long[times.Length];
        var smallest = times.Length > 1 ? long.MaxValue : 0;
        for (var i = 1; i < times.Length; i++)
        {
            deltas[i] = unchecked(times[i] - times[i - 1]);
            smallest = Math.Min(smallest, deltas[i]);
        }

        for (var i = 1; i < deltas.Length; i++)
        {
            deltas[i] = unchecked(deltas[i] - smallest);
        }

        _raw.I64(times[0]);
        _raw.I64(smallest);
        Planes.Write(_raw, MemoryMarshal.AsBytes(deltas.AsSpan()), sizeof(long));
    }

    private void WriteColumn(StepColumn column)
    {
        _raw.U8((byte)column.DType);
        if (column.IsJson)
        {
            WriteJson(column);
            return;
        }

        _raw.U8((byte)column.Shape.Count);
        foreach (var extent in column.Shape)
        {
            _raw.U32((uint)extent);
        }

        var rows = column.Data.Span;
        var delta = DeltaIfSmaller(column, rows);
        _raw.U8((byte)(delta.IsEmpty ? ColumnTransform.Plain : ColumnTransform.Delta));
        Planes.Write(_raw, delta.IsEmpty ? rows : delta, column.RowBytes);
    }

    private ReadOnlySpan<byte> DeltaIfSmaller(StepColumn column, ReadOnlySpan<byte> rows)
    {
        if (column.RowBytes > WidestDeltaRowBytes || column.Count < 2)
        {
            return default;
        }

        if (_delta.Length < rows.Length)
        {
            _delta = new byte[rows.Length];
        }

        var delta = _delta.AsSpan(0, rows.Length);
        ElementDelta.Forward(rows, delta, column.RowBytes, column.DType);
        return Planes.EstimateBits(delta, column.RowBytes) < Planes.EstimateBits(rows, column.RowBytes) ? delta : default;
    }

    private void WriteJson(StepColumn column)
    {
        var lengths = new int[column.Count];
        var before = 0;
        for (var i = 0; i < lengths.Length; i++)
        {
            lengths[i] = column.JsonEnds[i] - before;
            before = column.JsonEnds[i];
        }

        Planes.Write(_raw, MemoryMarshal.AsBytes(lengths.AsSpan()), sizeof(int));
        _raw.Bytes(column.Data.Span);
    }

    private void WriteInfos(IReadOnlyList<StepInfo> infos)
    {
        _raw.U32((uint)infos.Count);
        foreach (var info in infos)
        {
            _raw.U32((uint)info.Index);
            _raw.U32((uint)info.Json.Length);
            _raw.Bytes(info.Json.Span);
        }
    }

    private ReadOnlySpan<byte> Compress()
    {
        _compressed.Clear();
        using (var zlib = new ZLibStream(new WriterStream(_compressed), level))
        {
            zlib.Write(_raw.Written);
        }

        return _compressed.Written;
    }
}

/// <summary>How the rows of a typed column were changed before they were cut into planes. On disk.</summary>
internal enum ColumnTransform : byte
{
    Plain = 0,
    Delta = 1,
}

/// <summary>What the next episode and step index are expected to be; encoder and decoder must agree.</summary>
internal static class BlockPrediction
{
    public static long Episode(long before, StepFlags flagsBefore) => flagsBefore == StepFlags.None ? before : before + 1;

    public static int Step(int before, bool sameEpisode) => sameEpisode ? before + 1 : 0;
}
