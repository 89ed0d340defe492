using System.IO.Compression;
using System.Runtime.InteropServices;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// Encodes steps as the payload of a block (docs/formats/run-file.md). One thread at a time: it reuses its buffers.
/// Reading and writing assume a little-endian machine, as .NET's platforms are.
/// </summary>
internal sealed class BlockEncoder
{
    /// <summary>Encoding 1: the payload is one zlib stream.</summary>
    public const int AllCompressed = 1;

    /// <summary>Encoding 2: planes that look like noise follow the zlib stream as they are.</summary>
    public const int NoiseApart = 2;

    /// <summary>Encoding 3: as 2, and planes of few values may stand there in a code of their own.</summary>
    public const int PlanesCoded = 3;

    [NotTunable("Where the second level stops being cheap, as measured; either way the block is read the same.")]
    private const int NarrowStepBytes = 8;

    /// <summary>
    /// The fastest level has no Huffman tables of its own: a plane of few values, which repeat in no order, then takes a
    /// byte where it needs some bits. Where a step is little more than such planes, the next level takes hardly longer
    /// and saves a third.
    /// </summary>
    [NotTunable("What a hurry means, as measured: how hard to compress is asked for by the setting compression.")]
    private static readonly ZLibCompressionOptions NarrowInHurry = new() { CompressionLevel = 2 };

    private static readonly ZLibCompressionOptions WideInHurry = new() { CompressionLevel = 1 };

    private readonly CompressionLevel _level;
    private readonly ByteWriter _raw = new();
    private readonly ByteWriter _own = new();
    private readonly PlaneWriter _planes;
    private readonly PlaneSample _sample = new();
    private readonly JoinedSteps _steps = new();
    private byte[] _delta = [];
    private byte[] _deltaSample = [];
    private double[] _plainBits = [];
    private double[] _deltaBits = [];
    private long[] _longs = [];
    private int[] _ints = [];

    /// <param name="level">How hard to compress where there is time.</param>
    public BlockEncoder(CompressionLevel level)
    {
        _level = level;
        _planes = new PlaneWriter(_raw);
    }

    /// <summary><see cref="StorageSettings.DeltaRowBytes"/>.</summary>
    public int WidestDeltaRowBytes { get; init; } = new StorageSettings().DeltaRowBytes;

    /// <summary>The encoding of the last payload.</summary>
    public int Encoding { get; private set; } = AllCompressed;

    /// <returns>The payload; valid until the next call.</returns>
    public ReadOnlySpan<byte> Encode(StepBatch batch, bool hurry = false) => Encode([batch], hurry);

    /// <inheritdoc cref="Encode(IReadOnlyList{StepBatch}, bool, ByteWriter)"/>
    /// <returns>The payload; valid until the next call.</returns>
    public ReadOnlySpan<byte> Encode(IReadOnlyList<StepBatch> parts, bool hurry)
    {
        Encode(parts, hurry, _own);
        return _own.Written;
    }

    /// <param name="parts">Consecutive batches of one stream and one layout, at least one.</param>
    /// <param name="hurry">Spend as little time as possible: noise is not compressed, the rest not hard.</param>
    /// <param name="payload">Is emptied and filled with the payload.</param>
    public void Encode(IReadOnlyList<StepBatch> parts, bool hurry, ByteWriter payload)
    {
        _steps.Set(parts);
        Reserve(_steps.Count);
        _raw.Clear();
        _planes.Begin(hurry);
        _raw.U32((uint)_steps.Count);
        _planes.Write(MemoryMarshal.AsBytes(_steps.Flags), 1);
        WriteEpisodesAndSteps(_steps.Episodes, _steps.Steps, _steps.Flags);
        _planes.Write(MemoryMarshal.AsBytes(_steps.Rewards), sizeof(double));
        WriteTimes(_steps.TimesUs);
        WriteColumn(parts[0].Actions, _steps.Actions);
        WriteColumn(parts[0].Observations, _steps.Observations);
        WriteInfos(parts);
        Compress(hurry, payload);
        _steps.Clear();
    }

    private bool IsNarrow => !_planes.HasNoise && _raw.Length <= NarrowStepBytes * _steps.Count;

    private void Reserve(int count)
    {
        if (_longs.Length < count)
        {
            _longs = new long[count];
            _ints = new int[count];
        }
    }

    /// <summary>
    /// Stores what a reader could not guess: an episode goes on until a flag ends it, steps count up from 0 within one.
    /// For well-behaved streams all residues but the first are zero.
    /// </summary>
    private void WriteEpisodesAndSteps(ReadOnlySpan<long> episodes, ReadOnlySpan<int> steps, ReadOnlySpan<StepFlags> flags)
    {
        _raw.I64(episodes[0]);
        _raw.U32((uint)steps[0]);
        if (BlockResidues.Vanish(episodes, steps, flags))
        {
            _planes.WriteZeros(sizeof(long) + sizeof(int));
            return;
        }

        var episodeResidues = _longs.AsSpan(0, episodes.Length);
        var stepResidues = _ints.AsSpan(0, episodes.Length);
        (episodeResidues[0], stepResidues[0]) = (0, 0);
        var (episodeSurprise, stepSurprise) = (0L, 0);
        for (var i = 1; i < episodes.Length; i++)
        {
            episodeSurprise |= episodeResidues[i] = unchecked(episodes[i] - BlockPrediction.Episode(episodes[i - 1], flags[i - 1]));
            stepSurprise |= stepResidues[i] = unchecked(steps[i] - BlockPrediction.Step(steps[i - 1], episodes[i] == episodes[i - 1]));
        }

        if (episodeSurprise == 0)
        {
            _planes.WriteZeros(sizeof(long));
        }
        else
        {
            _planes.Write(MemoryMarshal.AsBytes(episodeResidues), sizeof(long));
        }

        if (stepSurprise == 0)
        {
            _planes.WriteZeros(sizeof(int));
        }
        else
        {
            _planes.Write(MemoryMarshal.AsBytes(stepResidues), sizeof(int));
        }
    }

    /// <summary>
    /// The differences between neighbours, less the smallest one: a steady pace with jitter then needs only as many
    /// byte planes as its jitter has. (Differences of differences would double the noise.)
    /// </summary>
    private void WriteTimes(ReadOnlySpan<long> times)
    {
        var deltas = _longs.AsSpan(0, times.Length);
        var smallest = BlockResidues.Differences(times, deltas);
        _raw.I64(times[0]);
        _raw.I64(smallest);
        _planes.Write(MemoryMarshal.AsBytes(deltas), sizeof(long));
    }

    private void WriteColumn(StepColumn layout, JoinedColumn column)
    {
        _raw.U8((byte)layout.DType);
        if (layout.IsJson)
        {
            _planes.Write(MemoryMarshal.AsBytes(column.JsonLengths), sizeof(int));
            _raw.Bytes(column.Data);
            return;
        }

        _raw.U8((byte)layout.Shape.Count);
        foreach (var extent in layout.Shape)
        {
            _raw.U32((uint)extent);
        }

        var isDelta = IsDeltaSmaller(layout, column.Data);
        _raw.U8((byte)(isDelta ? ColumnTransform.Delta : ColumnTransform.Plain));
        _planes.Write(isDelta ? Delta(layout, column.Data, ref _delta) : column.Data, layout.RowBytes, isDelta ? _deltaBits : _plainBits);
    }

    private bool IsDeltaSmaller(StepColumn layout, ReadOnlySpan<byte> rows)
    {
        if (layout.RowBytes > WidestDeltaRowBytes || rows.Length < 2 * layout.RowBytes)
        {
            (_plainBits, _deltaBits) = ([], []);
            return false;
        }

        if (_plainBits.Length < layout.RowBytes)
        {
            (_plainBits, _deltaBits) = (new double[layout.RowBytes], new double[layout.RowBytes]);
        }

        var sample = _sample.Of(rows, layout.RowBytes);
        var delta = Delta(layout, sample, ref _deltaSample);
        return _sample.EstimateBits(delta, layout.RowBytes, _deltaBits) < _sample.EstimateBits(sample, layout.RowBytes, _plainBits);
    }

    private static ReadOnlySpan<byte> Delta(StepColumn layout, ReadOnlySpan<byte> rows, ref byte[] buffer)
    {
        if (buffer.Length < rows.Length)
        {
            buffer = new byte[rows.Length];
        }

        var delta = buffer.AsSpan(0, rows.Length);
        ElementDelta.Forward(rows, delta, layout.RowBytes, layout.DType);
        return delta;
    }

    private void WriteInfos(IReadOnlyList<StepBatch> parts)
    {
        _raw.U32((uint)parts.Sum(static part => part.Infos.Count));
        var offset = 0;
        foreach (var part in parts)
        {
            foreach (var info in part.Infos)
            {
                _raw.U32((uint)(offset + info.Index));
                _raw.U32((uint)info.Json.Length);
                _raw.Bytes(info.Json.Span);
            }

            offset += part.Count;
        }
    }

    private void Compress(bool hurry, ByteWriter payload)
    {
        var apart = _planes.Apart.Written;
        Encoding = apart.IsEmpty ? AllCompressed : _planes.HasCoded ? PlanesCoded : NoiseApart;
        payload.Clear();
        if (!apart.IsEmpty)
        {
            payload.U32(0);
        }

        var to = new WriterStream(payload);
        using (var zlib = !hurry ? new ZLibStream(to, _level) : new ZLibStream(to, IsNarrow ? NarrowInHurry : WideInHurry))
        {
            zlib.Write(_raw.Written);
        }

        if (!apart.IsEmpty)
        {
            payload.SetU32(0, (uint)(payload.Length - sizeof(uint)));
            payload.Bytes(apart);
        }
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
