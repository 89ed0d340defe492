namespace Palestra.Storage;

/// <summary>
/// Byte planes: byte 0 of every row, then byte 1 of every row, and so on. Bytes of the same significance resemble each
/// other, which is what a compressor looks for; a plane whose bytes are all equal takes two bytes.
/// </summary>
internal static class Planes
{
    private const byte Constant = 0;
    private const byte Full = 1;

    /// <param name="rows"><paramref name="width"/> bytes for each row.</param>
    public static void Write(ByteWriter output, ReadOnlySpan<byte> rows, int width)
    {
        var count = rows.Length / width;
        for (var plane = 0; plane < width; plane++)
        {
            if (IsConstant(rows, plane, width))
            {
                output.U8(Constant);
                output.U8(rows[plane]);
                continue;
            }

            output.U8(Full);
            var into = output.Take(count);
            for (int i = 0, at = plane; i < into.Length; i++, at += width)
            {
                into[i] = rows[at];
            }
        }
    }

    public static void Read(ref ByteReader input, Span<byte> rows, int width)
    {
        var count = rows.Length / width;
        for (var plane = 0; plane < width; plane++)
        {
            switch (input.U8())
            {
                case Constant:
                    var value = input.U8();
                    for (var at = plane; at < rows.Length; at += width)
                    {
                        rows[at] = value;
                    }

                    break;
                case Full:
                    var from = input.Bytes(count);
                    for (int i = 0, at = plane; i < from.Length; i++, at += width)
                    {
                        rows[at] = from[i];
                    }

                    break;
                case var kind:
                    throw new BlockFormatException($"A byte plane has kind {kind}; 0 and 1 are known.");
            }
        }
    }

    /// <summary>Roughly how many bits a compressor needs for these rows: the order-0 entropy of their planes.</summary>
    public static double EstimateBits(ReadOnlySpan<byte> rows, int width)
    {
        var count = rows.Length / width;
        var bits = 0.0;
        Span<int> histogram = stackalloc int[256];
        for (var plane = 0; plane < width; plane++)
        {
            if (IsConstant(rows, plane, width))
            {
                continue;
            }

            histogram.Clear();
            for (var at = plane; at < rows.Length; at += width)
            {
                histogram[rows[at]]++;
            }

            foreach (var n in histogram)
            {
                bits += n == 0 ? 0 : n * Math.Log2((double)count / n);
            }
        }

        return bits;
    }

    private static bool IsConstant(ReadOnlySpan<byte> rows, int plane, int width)
    {
        var first = rows[plane];
        for (var at = plane; at < rows.Length; at += width)
        {
            if (rows[at] != first)
            {
                return false;
            }
        }

        return true;
    }
}
