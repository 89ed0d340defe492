using System.Numerics;
using System.Runtime.Intrinsics;

namespace Palestra.Storage;

/// <summary>
/// Writes rows as byte planes (see <see cref="Planes"/>) into what will be compressed, and, where speed counts, planes
/// that look like noise into a section of their own which is not: compressing them costs most of the time and saves
/// nothing. One thread at a time: it reuses its buffers.
/// </summary>
internal sealed class PlaneWriter(ByteWriter output)
{
    /// <summary>So many are less work one by one than all at once, as measured.</summary>
    private const int FewPlanes = 3;

    private readonly PlaneSample _sample = new();
    private byte[] _planes = [];

    /// <summary>The planes kept out of the compressor.</summary>
    public ByteWriter Apart { get; } = new();

    /// <summary>May planes be kept out of the compressor?</summary>
    public bool KeepsNoiseApart { get; set; }

    /// <param name="rows"><paramref name="width"/> bytes for each row.</param>
    /// <param name="bits">What <see cref="PlaneSample.EstimateBits"/> said of the planes; empty where it was not asked.</param>
    public void Write(ReadOnlySpan<byte> rows, int width, ReadOnlySpan<double> bits = default)
    {
        var count = rows.Length / width;
        if (_planes.Length < ByteTranspose.PlanesAtOnce * count)
        {
            _planes = new byte[ByteTranspose.PlanesAtOnce * count];
        }

        for (var first = 0; first < width; first += ByteTranspose.PlanesAtOnce)
        {
            var planes = Math.Min(ByteTranspose.PlanesAtOnce, width - first);
            var differ = ByteTranspose.Differences(rows, width, first);
            var atOnce = Differing(differ, planes) > FewPlanes;
            if (atOnce)
            {
                ByteTranspose.ToPlanes(rows, width, first, _planes);
            }

            for (var plane = 0; plane < planes; plane++)
            {
                if (differ[plane] == 0)
                {
                    output.U8(Planes.Constant);
                    output.U8(rows[first + plane]);
                    continue;
                }

                var into = _planes.AsSpan(plane * count, count);
                if (!atOnce)
                {
                    ByteTranspose.ToPlane(rows, width, first + plane, into);
                }

                WritePlane(into, bits.IsEmpty ? -1 : bits[first + plane]);
            }
        }
    }

    /// <summary><paramref name="width"/> planes of zeros.</summary>
    public void WriteZeros(int width)
    {
        for (var plane = 0; plane < width; plane++)
        {
            output.U8(Planes.Constant);
            output.U8(0);
        }
    }

    private static int Differing(Vector128<byte> differ, int planes) =>
        BitOperations.PopCount(~Vector128.Equals(differ, Vector128<byte>.Zero).ExtractMostSignificantBits() & ((1u << planes) - 1));

    private void WritePlane(ReadOnlySpan<byte> plane, double bits)
    {
        var apart = KeepsNoiseApart && _sample.IsNoise(plane, bits, !Apart.Written.IsEmpty);
        output.U8(apart ? Planes.Apart : Planes.Full);
        (apart ? Apart : output).Bytes(plane);
    }
}
