using System.Numerics;
using System.Runtime.Intrinsics;

namespace Palestra.Storage;

/// <summary>
/// Writes rows as byte planes (see <see cref="Planes"/>) into what will be compressed. Where speed counts, planes that look
/// like noise go as they are into a section which is not, since compressing them costs most of the time and saves nothing,
/// and planes of few values in a code of their own. One thread at a time: it reuses its buffers.
/// </summary>
internal sealed class PlaneWriter(ByteWriter output)
{
    /// <summary>So many are less work one by one than all at once, as measured.</summary>
    private const int FewPlanes = 3;

    private readonly PlaneSample _sample = new();
    private readonly PlaneCode _code = new();
    private byte[] _planes = [];
    private bool _hurry;

    /// <summary>The planes kept out of the compressor.</summary>
    public ByteWriter Apart { get; } = new();

    /// <summary>Are some of them noise?</summary>
    public bool HasNoise { get; private set; }

    /// <summary>Do some of them stand there in a code of their own?</summary>
    public bool HasCoded { get; private set; }

    /// <summary>A new block, of which nothing is written yet.</summary>
    /// <param name="hurry">May planes be kept out of the compressor?</param>
    public void Begin(bool hurry)
    {
        Apart.Clear();
        (HasCoded, HasNoise) = (false, false);
        _hurry = hurry;
    }

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
        var kind = _hurry ? _sample.Judge(plane, bits, HasNoise) : Planes.Full;
        if (kind == Planes.Coded)
        {
            WriteCoded(plane);
            return;
        }

        HasNoise |= kind == Planes.Apart;
        output.U8(kind);
        (kind == Planes.Apart ? Apart : output).Bytes(plane);
    }

    private void WriteCoded(ReadOnlySpan<byte> plane)
    {
        var bytes = _code.Write(plane, Apart);
        if (bytes == 0)
        {
            output.U8(Planes.Full);
            output.Bytes(plane);
            return;
        }

        HasCoded = true;
        output.U8(Planes.Coded);
        output.U32((uint)bytes);
    }
}
