using System.IO.Compression;
using System.Runtime.InteropServices;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>Decodes the payload of a block. Any bytes get either a batch or a <see cref="BlockFormatException"/>.</summary>
internal static class BlockDecoder
{
    /// <summary>More than any block we write: a damaged or hostile payload must not take all memory.</summary>
    [NotTunable("Four times the largest block that settings allow: beyond it lies damage, not a choice.")]
    private const int MostRawBytes = 1 << 30;

    [NotTunable("As many dimensions as a worker may send: the wire has NumPy's own limit.")]
    private const int MostDimensions = 64;

    public static StepBatch Decode(StreamKey stream, long firstSeq, int version, ReadOnlySpan<byte> payload)
    {
        CheckVersion(version);
        var apart = new ByteReader(default);
        if (version != BlockEncoder.AllCompressed)
        {
            var whole = new ByteReader(payload);
            payload = whole.Bytes(whole.U32());
            apart = new ByteReader(whole.Bytes(whole.Remaining));
        }

        var input = new ByteReader(Decompress(payload));
        var count = (int)Math.Min(input.U32(), int.MaxValue);
        if (count is < 1 or > StepBatch.MaxCount)
        {
            throw new BlockFormatException($"It says it holds {count} steps; 1 to {StepBatch.MaxCount} are allowed.");
        }

        var flags = new StepFlags[count];
        Planes.Read(ref input, ref apart, MemoryMarshal.AsBytes(flags.AsSpan()), 1);
        var (episodes, steps) = ReadEpisodesAndSteps(ref input, ref apart, flags);
        var rewards = new double[count];
        Planes.Read(ref input, ref apart, MemoryMarshal.AsBytes(rewards.AsSpan()), sizeof(double));
        var times = ReadTimes(ref input, ref apart, count);
        var actions = ReadColumn(ref input, ref apart, count);
        var observations = ReadColumn(ref input, ref apart, count);
        var infos = ReadInfos(ref input);
        if (input.Remaining + apart.Remaining != 0)
        {
            throw new BlockFormatException($"{input.Remaining + apart.Remaining} bytes follow its end.");
        }

        var batch = new StepBatch
        {
            Stream = stream,
            FirstSeq = firstSeq,
            Episodes = episodes,
            Steps = steps,
            Rewards = rewards,
            Flags = flags,
            TimesUs = times,
            Actions = actions,
            Observations = observations,
            Infos = infos,
        };
        return batch.Validate() is { } wrong ? throw new BlockFormatException(wrong) : batch;
    }

    /// <exception cref="BlockFormatException">It is not one that this program reads.</exception>
    public static void CheckVersion(int version)
    {
        if (version is < BlockEncoder.AllCompressed or > BlockEncoder.PlanesCoded)
        {
            throw new BlockFormatException(
                $"Its encoding version is {version}; this program reads {BlockEncoder.AllCompressed} to {BlockEncoder.PlanesCoded}.");
        }
    }

    private static ReadOnlySpan<byte> Decompress(ReadOnlySpan<byte> payload)
    {
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(payload.ToArray()), CompressionMode.Decompress);
            using var raw = new MemoryStream(payload.Length * 4);
            Span<byte> buffer = stackalloc byte[16384];
            int read;
            while ((read = zlib.Read(buffer)) > 0)
            {
                raw.Write(buffer[..read]);
                if (raw.Length > MostRawBytes)
                {
                    throw new BlockFormatException($"It unpacks to over {MostRawBytes} bytes.");
                }
            }

            return raw.GetBuffer().AsSpan(0, (int)raw.Length);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new BlockFormatException($"Its zlib stream is damaged: {e.Message}");
        }
    }

    private static (long[] Episodes, int[] Steps) ReadEpisodesAndSteps(ref ByteReader input, ref ByteReader apart, StepFlags[] flags)
    {
        var episodes = new long[flags.Length];
        var steps = new int[flags.Length];
        var firstEpisode = input.I64();
        var firstStep = (int)input.U32();
        Planes.Read(ref input, ref apart, MemoryMarshal.AsBytes(episodes.AsSpan()), sizeof(long));
        Planes.Read(ref input, ref apart, MemoryMarshal.AsBytes(steps.AsSpan()), sizeof(int));
        (episodes[0], steps[0]) = (firstEpisode, firstStep);
        for (var i = 1; i < flags.Length; i++)
        {
            episodes[i] = unchecked(episodes[i] + BlockPrediction.Episode(episodes[i - 1], flags[i - 1]));
            steps[i] = unchecked(steps[i] + BlockPrediction.Step(steps[i - 1], episodes[i] == episodes[i - 1]));
        }

        return (episodes, steps);
    }

    private static long[] ReadTimes(ref ByteReader input, ref ByteReader apart, int count)
    {
        var first = input.I64();
        var smallest = input.I64();
        var times = new long[count];
        Planes.Read(ref input, ref apart, MemoryMarshal.AsBytes(times.AsSpan()), sizeof(long));
        times[0] = first;
        for (var i = 1; i < count; i++)
        {
            times[i] = unchecked(times[i - 1] + times[i] + smallest);
        }

        return times;
    }

    private static StepColumn ReadColumn(ref ByteReader input, ref ByteReader apart, int count)
    {
        var dtype = (DType)input.U8();
        if (dtype == DType.Json)
        {
            return ReadJson(ref input, ref apart, count);
        }

        var shape = new int[Dimensions(dtype, input.U8())];
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = (int)Math.Min(input.U32(), int.MaxValue);
        }

        var rowBytes = RowBytes(dtype, shape, count);
        var transform = Transform(input.U8());

        // Every byte plane takes two bytes or more: a few bytes cannot ask for a gigabyte of rows.
        if (rowBytes * 2L > (long)input.Remaining + apart.Remaining)
        {
            throw new BlockFormatException($"A column has rows of {rowBytes} bytes where {(long)input.Remaining + apart.Remaining} bytes are left.");
        }

        var rows = new byte[rowBytes * count];
        Planes.Read(ref input, ref apart, rows, rowBytes);
        if (transform == ColumnTransform.Delta)
        {
            ElementDelta.Backward(rows, rowBytes, dtype);
        }

        return StepColumn.Typed(dtype, shape, rows, count);
    }

    /// <exception cref="BlockFormatException">There is no such element type, or there are too many dimensions.</exception>
    public static int Dimensions(DType dtype, byte dimensions) => DTypes.IsKnown(dtype) && dimensions <= MostDimensions
        ? dimensions
        : throw new BlockFormatException($"A column has element type {(byte)dtype} or too many dimensions.");

    /// <exception cref="BlockFormatException">An extent is none, or all rows together are beyond any block.</exception>
    public static int RowBytes(DType dtype, int[] shape, int count)
    {
        long rowBytes = dtype.SizeBytes();
        foreach (var extent in shape)
        {
            rowBytes *= extent;
            if (extent < 1 || rowBytes * count > MostRawBytes)
            {
                throw new BlockFormatException($"A column has rows of shape [{string.Join(", ", shape)}].");
            }
        }

        return (int)rowBytes;
    }

    /// <exception cref="BlockFormatException">It is unknown.</exception>
    public static ColumnTransform Transform(byte number) => (ColumnTransform)number is ColumnTransform.Plain or ColumnTransform.Delta
        ? (ColumnTransform)number
        : throw new BlockFormatException($"A column has transform {number}; 0 and 1 are known.");

    private static StepColumn ReadJson(ref ByteReader input, ref ByteReader apart, int count)
    {
        var ends = new int[count];
        Planes.Read(ref input, ref apart, MemoryMarshal.AsBytes(ends.AsSpan()), sizeof(int));
        long end = 0;
        for (var i = 0; i < count; i++)
        {
            end += (uint)ends[i];
            if (end > input.Remaining)
            {
                throw new BlockFormatException("Its JSON rows are longer than the block.");
            }

            ends[i] = (int)end;
        }

        return StepColumn.Json(input.Bytes(end).ToArray(), ends);
    }

    private static List<StepInfo> ReadInfos(ref ByteReader input)
    {
        var infos = new List<StepInfo>();
        for (var left = input.U32(); left > 0; left--)
        {
            var index = input.U32();
            if (index >= StepBatch.MaxCount)
            {
                throw new BlockFormatException($"An info belongs to step {index} of the block.");
            }

            infos.Add(new StepInfo((int)index, input.Bytes(input.U32()).ToArray()));
        }

        return infos;
    }
}
