using System.Buffers;
using System.Runtime.InteropServices;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>One number of each step of a block, and when each step was.</summary>
internal readonly record struct BlockNumbers(long FirstSeq, double[] Values, long[] TimesUs)
{
    /// <summary>
    /// Unpacks no more than these: what lies behind the number wanted stays compressed, and what lies before it is passed
    /// over. For charts, which look at a few bytes of each of millions of steps; it neither sees nor reports damage elsewhere.
    /// </summary>
    /// <exception cref="BlockFormatException">The payload is not what docs/formats/run-file.md says.</exception>
    public static BlockNumbers Decode(long firstSeq, int version, byte[] payload, StepValue value)
    {
        using var input = new BlockStream(version, payload);
        var count = input.U32();
        if (count is < 1 or > StepBatch.MaxCount)
        {
            throw new BlockFormatException($"It says it holds {count} steps; 1 to {StepBatch.MaxCount} are allowed.");
        }

        var steps = (int)count;
        input.SkipPlanes(steps, 1); // flags
        input.Skip(sizeof(long) + sizeof(uint));
        input.SkipPlanes(steps, sizeof(long) + sizeof(int)); // episodes, indices
        double[] values = [];
        if (value.Kind == StepValueKind.Reward)
        {
            values = new double[steps];
            input.ReadPlanes(MemoryMarshal.AsBytes(values.AsSpan()), sizeof(double));
        }
        else
        {
            input.SkipPlanes(steps, sizeof(double));
        }

        var times = Times(input, steps);
        if (value.Kind == StepValueKind.Action)
        {
            values = Column(input, steps, value.Element);
        }
        else if (value.Kind == StepValueKind.Observation)
        {
            SkipColumn(input, steps);
            values = Column(input, steps, value.Element);
        }

        return new BlockNumbers(firstSeq, values, times);
    }

    private static long[] Times(BlockStream input, int steps)
    {
        var (first, smallest) = (input.I64(), input.I64());
        var times = new long[steps];
        input.ReadPlanes(MemoryMarshal.AsBytes(times.AsSpan()), sizeof(long));
        times[0] = first;
        for (var i = 1; i < times.Length; i++)
        {
            times[i] = unchecked(times[i - 1] + times[i] + smallest);
        }

        return times;
    }

    /// <returns>NaN for each step where rows have no such number.</returns>
    private static double[] Column(BlockStream input, int steps, int element)
    {
        var values = new double[steps];
        var dtype = (DType)input.U8();
        if (dtype == DType.Json)
        {
            values.AsSpan().Fill(double.NaN);
            return values;
        }

        var rowBytes = RowBytes(input, dtype, steps);
        var transform = BlockDecoder.Transform(input.U8());
        var size = dtype.SizeBytes();
        if ((element + 1L) * size > rowBytes)
        {
            values.AsSpan().Fill(double.NaN);
            return values;
        }

        var bytes = steps * size;
        var rows = ArrayPool<byte>.Shared.Rent(bytes);
        try
        {
            var own = rows.AsSpan(0, bytes);
            own.Clear();
            input.SkipPlanes(steps, element * size);
            input.ReadPlanes(own, size);
            if (transform == ColumnTransform.Delta)
            {
                ElementDelta.Backward(own, size, dtype);
            }

            for (var i = 0; i < values.Length; i++)
            {
                values[i] = StepValue.Number(dtype, own.Slice(i * size, size));
            }

            return values;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rows);
        }
    }

    private static void SkipColumn(BlockStream input, int steps)
    {
        var dtype = (DType)input.U8();
        if (dtype != DType.Json)
        {
            var rowBytes = RowBytes(input, dtype, steps);
            _ = BlockDecoder.Transform(input.U8());
            input.SkipPlanes(steps, rowBytes);
            return;
        }

        var lengths = new uint[steps];
        input.ReadPlanes(MemoryMarshal.AsBytes(lengths.AsSpan()), sizeof(uint));
        foreach (var length in lengths)
        {
            input.Skip(length);
        }
    }

    private static int RowBytes(BlockStream input, DType dtype, int steps)
    {
        var shape = new int[BlockDecoder.Dimensions(dtype, input.U8())];
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = (int)Math.Min(input.U32(), int.MaxValue);
        }

        return BlockDecoder.RowBytes(dtype, shape, steps);
    }
}
