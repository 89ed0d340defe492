using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace Palestra.Storage;

/// <summary>Judges planes, and rows, by two stretches of them. One thread at a time: it reuses its buffers.</summary>
[NotTunable("A statistical test: sizes and thresholds are derived from one another, and what they decide reads back the same.")]
internal sealed class PlaneSample
{
    private const int Stretch = 256;

    private const int Rows = 2 * Stretch;

    /// <summary>Fewer rows are looked at whole, and never called noise.</summary>
    private const int Least = 2 * Rows;

    /// <summary>
    /// 512 bytes of perfect noise come to 7.6 bits each by their own histogram. From here on a compressor in a hurry saves
    /// a tenth at most.
    /// </summary>
    private const double NoiseBits = 6.8 * Rows;

    /// <summary>Where four bytes have come before so often, it is not noise, though every single byte looks like it.</summary>
    private const int MostRepeats = Rows / 4;

    private const int RecentBits = 10;

    /// <summary>n log2 n, so that the entropy of a histogram needs no logarithms.</summary>
    private static readonly double[] Weights =
        [.. Enumerable.Range(0, Least).Select(static n => n == 0 ? 0 : n * Math.Log2(n))];

    private readonly int[] _histogram = new int[256];
    private readonly byte[] _bytes = new byte[Rows];
    private readonly ushort[] _recent = new ushort[1 << RecentBits];
    private byte[] _rows = [];
    private byte[] _planes = [];

    /// <summary>Would a compressor hardly make it smaller?</summary>
    public bool IsNoise(ReadOnlySpan<byte> plane)
    {
        if (plane.Length < Least)
        {
            return false;
        }

        plane.Slice(plane.Length / 4, Stretch).CopyTo(_bytes);
        plane.Slice(plane.Length / 4 * 3, Stretch).CopyTo(_bytes.AsSpan(Stretch));
        return Bits(_bytes) >= NoiseBits && Repeats() <= MostRepeats;
    }

    /// <summary>Roughly how many bits a compressor needs for rows of which these are a part: the order-0 entropy of the planes of two stretches.</summary>
    /// <param name="rows">What <see cref="Of"/> returned, or as many; <paramref name="width"/> bytes for each.</param>
    public double EstimateBits(ReadOnlySpan<byte> rows, int width)
    {
        var count = rows.Length / width;
        if (_planes.Length < ByteTranspose.PlanesAtOnce * count)
        {
            _planes = new byte[ByteTranspose.PlanesAtOnce * count];
        }

        var bits = 0.0;
        for (var first = 0; first < width; first += ByteTranspose.PlanesAtOnce)
        {
            var differ = ByteTranspose.Differences(rows, width, first);
            if (differ != Vector128<byte>.Zero)
            {
                ByteTranspose.ToPlanes(rows, width, first, _planes);
            }

            for (var plane = 0; plane < Math.Min(ByteTranspose.PlanesAtOnce, width - first); plane++)
            {
                bits += differ[plane] == 0 ? 0 : Bits(_planes.AsSpan(plane * count, count));
            }
        }

        return bits;
    }

    /// <summary>All rows if they are few, else two stretches of them. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> rows, int width)
    {
        var count = rows.Length / width;
        if (count < Least)
        {
            return rows;
        }

        if (_rows.Length < Rows * width)
        {
            _rows = new byte[Rows * width];
        }

        rows.Slice(count / 4 * width, Stretch * width).CopyTo(_rows);
        rows.Slice(count / 4 * 3 * width, Stretch * width).CopyTo(_rows.AsSpan(Stretch * width));
        return _rows.AsSpan(0, Rows * width);
    }

    private double Bits(ReadOnlySpan<byte> bytes)
    {
        Array.Clear(_histogram);
        foreach (var value in bytes)
        {
            _histogram[value]++;
        }

        var bits = Weights[bytes.Length];
        foreach (var n in _histogram)
        {
            bits -= Weights[n];
        }

        return bits;
    }

    private int Repeats()
    {
        Array.Clear(_recent);
        var repeats = 0;
        for (var at = 0; at <= _bytes.Length - sizeof(uint); at++)
        {
            var four = BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(at));
            ref var before = ref _recent[(four * 2654435761U) >> (32 - RecentBits)];
            if (before > 0 && BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(before - 1)) == four)
            {
                repeats++;
            }

            before = (ushort)(at + 1);
        }

        return repeats;
    }
}
