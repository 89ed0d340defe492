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

    /// <summary>
    /// Beside noise the fastest level is used, which has no Huffman tables: where little repeats it saves a fifth of what has
    /// so many bits, for the time of a tenth of a block.
    /// </summary>
    private const double FaintNoiseBits = 5.6 * Rows;

    /// <summary>Where four bytes of the second stretch stand so often in the first, it is not noise, though every single byte looks like it.</summary>
    private const int MostRepeats = Stretch / 4;

    /// <summary>A code takes a bit for each byte at least.</summary>
    private const double LeastCodedBits = 0.9 * Rows;

    /// <summary>In a whole plane a compressor finds more, and longer, matches than in a sample.</summary>
    private const double MatchShare = 0.8;

    private const int PlaceBits = 10;

    /// <summary>n log2 n, so that the entropy of a histogram needs no logarithms.</summary>
    private static readonly double[] Weights =
        [.. Enumerable.Range(0, Least).Select(static n => n == 0 ? 0 : n * Math.Log2(n))];

    // Neighbouring bytes are often equal: counted in turn, one need not wait for the other.
    private readonly ushort[] _even = new ushort[256];
    private readonly ushort[] _odd = new ushort[256];
    private readonly PlaneMatches _matches = new();
    private readonly byte[] _places = new byte[1 << PlaceBits];
    private byte[] _rows = [];
    private byte[] _planes = [];

    /// <summary>How it is written in the least time, and hardly larger than a compressor would.</summary>
    /// <param name="bits">What <see cref="EstimateBits"/> said of this plane; negative where it was not asked.</param>
    /// <param name="hasNoise">Is there noise in the block already?</param>
    /// <returns>One of <see cref="Planes"/>.</returns>
    public byte Judge(ReadOnlySpan<byte> plane, double bits, bool hasNoise)
    {
        if (plane.Length < Least)
        {
            return Planes.Full;
        }

        var first = plane.Slice(plane.Length / 4, Stretch);
        var second = plane.Slice(plane.Length / 4 * 3, Stretch);
        bits = bits < 0 ? Bits(first, second) : bits;
        if (bits >= (hasNoise ? FaintNoiseBits : NoiseBits))
        {
            return Repeats(first, second) <= MostRepeats ? Planes.Apart : Planes.Full;
        }

        return bits >= LeastCodedBits && Math.Max(bits, Rows) / 2 < MatchShare * _matches.Bits(first, second) ? Planes.Coded : Planes.Full;
    }

    /// <summary>
    /// Roughly how many bits a compressor needs for rows of which these are a part: the order-0 entropy of the planes of
    /// two stretches.
    /// </summary>
    /// <param name="rows">What <see cref="Of"/> returned, or as many; <paramref name="width"/> bytes for each.</param>
    /// <param name="ofPlanes">Takes those of each plane.</param>
    public double EstimateBits(ReadOnlySpan<byte> rows, int width, Span<double> ofPlanes)
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
                bits += ofPlanes[first + plane] = differ[plane] == 0 ? 0 : Bits(_planes.AsSpan(plane * count, count), default);
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

    private double Bits(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> more)
    {
        Array.Clear(_even);
        Array.Clear(_odd);
        Count(bytes);
        Count(more);
        var (one, other) = (0.0, 0.0);
        for (var i = 0; i < _even.Length; i += 2)
        {
            one += Weights[_even[i] + _odd[i]];
            other += Weights[_even[i + 1] + _odd[i + 1]];
        }

        return Weights[bytes.Length + more.Length] - (one + other);
    }

    private void Count(ReadOnlySpan<byte> bytes)
    {
        var even = _even.AsSpan(0, 256);
        var odd = _odd.AsSpan(0, 256);
        var i = 0;
        for (; i + 1 < bytes.Length; i += 2)
        {
            even[bytes[i]]++;
            odd[bytes[i + 1]]++;
        }

        if (i < bytes.Length)
        {
            even[bytes[i]]++;
        }
    }

    private int Repeats(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        // A place nobody took points to the first four bytes, and the comparison says whether it is them.
        Array.Clear(_places);
        for (var at = 0; at <= Stretch - sizeof(uint); at++)
        {
            _places[PlaceOf(BinaryPrimitives.ReadUInt32LittleEndian(first[at..]))] = (byte)at;
        }

        var repeats = 0;
        for (var at = 0; at <= Stretch - sizeof(uint); at++)
        {
            var four = BinaryPrimitives.ReadUInt32LittleEndian(second[at..]);
            repeats += BinaryPrimitives.ReadUInt32LittleEndian(first[_places[PlaceOf(four)]..]) == four ? 1 : 0;
        }

        return repeats;
    }

    private static int PlaceOf(uint four) => (int)((four * 2654435761U) >> (32 - PlaceBits));
}
