using System.Runtime.Intrinsics;

namespace Palestra.Storage;

/// <summary>
/// Writes rows as byte planes (see <see cref="Planes"/>) into what will be compressed, and, where speed counts, planes
/// that look like noise into a section of their own which is not: compressing them costs most of the time and saves
/// nothing. One thread at a time: it reuses its buffers.
/// </summary>
internal sealed class PlaneWriter(ByteWriter output)
{
    private readonly PlaneSample _sample = new();
    private byte[] _planes = [];

    /// <summary>The planes kept out of the compressor.</summary>
    public ByteWriter Apart { get; } = new();

    /// <summary>May planes be kept out of the compressor?</summary>
    public bool KeepsNoiseApart { get; set; }

    /// <param name="rows"><paramref name="width"/> bytes for each row.</param>
    public void Write(ReadOnlySpan<byte> rows, int width)
    {
        var count = rows.Length / width;
        if (_planes.Length < ByteTranspose.PlanesAtOnce * count)
        {
            _planes = new byte[ByteTranspose.PlanesAtOnce * count];
        }

        for (var first = 0; first < width; first += ByteTranspose.PlanesAtOnce)
        {
            var differ = ByteTranspose.Differences(rows, width, first);
            if (differ != Vector128<byte>.Zero)
            {
                ByteTranspose.ToPlanes(rows, width, first, _planes);
            }

            for (var plane = 0; plane < Math.Min(ByteTranspose.PlanesAtOnce, width - first); plane++)
            {
                if (differ[plane] == 0)
                {
                    output.U8(Planes.Constant);
                    output.U8(rows[first + plane]);
                }
                else
                {
                    WritePlane(_planes.AsSpan(plane * count, count));
                }
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

    private void WritePlane(ReadOnlySpan<byte> plane)
    {
        var apart = KeepsNoiseApart && _sample.IsNoise(plane);
        output.U8(apart ? Planes.Apart : Planes.Full);
        (apart ? Apart : output).Bytes(plane);
    }
}
