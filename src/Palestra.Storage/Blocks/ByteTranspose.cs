using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Palestra.Storage;

/// <summary>Rows of bytes into planes, sixteen rows by sixteen bytes at a time where the processor can; any thread.</summary>
internal static class ByteTranspose
{
    /// <summary>Planes that one call makes.</summary>
    [NotTunable("The width of the processors' vector registers in bytes.")]
    public const int PlanesAtOnce = 16;

    private static readonly bool IsFast = Sse2.IsSupported || AdvSimd.Arm64.IsSupported;

    /// <summary>
    /// Writes plane <paramref name="first"/> of the rows, and up to 15 that follow it, one after the other, each
    /// <c>rows.Length / width</c> bytes long.
    /// </summary>
    /// <param name="into">Room for <see cref="PlanesAtOnce"/> planes, even where the rows have fewer.</param>
    public static void ToPlanes(ReadOnlySpan<byte> rows, int width, int first, Span<byte> into)
    {
        var count = rows.Length / width;
        ArgumentOutOfRangeException.ThrowIfLessThan(into.Length, PlanesAtOnce * count);
        var row = IsFast ? ToPlanesBySixteen(rows, width, first, into, count) : 0;
        var planes = Math.Min(PlanesAtOnce, width - first);
        for (var plane = 0; plane < planes; plane++)
        {
            for (var i = row; i < count; i++)
            {
                into[(plane * count) + i] = rows[(i * width) + first + plane];
            }
        }
    }

    /// <returns>Rows done: loads reach beyond the row where it is short, so the last ones are left.</returns>
    private static int ToPlanesBySixteen(ReadOnlySpan<byte> rows, int width, int first, Span<byte> into, int count)
    {
        Span<Vector128<byte>> a = stackalloc Vector128<byte>[16];
        Span<Vector128<byte>> b = stackalloc Vector128<byte>[16];
        ref var from = ref MemoryMarshal.GetReference(rows);
        ref var to = ref MemoryMarshal.GetReference(into);
        var row = 0;
        for (; row + 16 <= count && ((row + 15) * width) + first + 16 <= rows.Length; row += 16)
        {
            ref var at = ref Unsafe.Add(ref from, (row * width) + first);
            for (var i = 0; i < 16; i++)
            {
                a[i] = Vector128.LoadUnsafe(ref at, (nuint)(i * width));
            }

            // Four times: row i shuffled with row i + 8, as one riffles cards. Then each vector is a plane.
            Riffle(a, b);
            Riffle(b, a);
            Riffle(a, b);
            Riffle(b, a);
            for (var i = 0; i < 16; i++)
            {
                a[i].StoreUnsafe(ref to, (nuint)((i * count) + row));
            }
        }

        return row;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Riffle(Span<Vector128<byte>> from, Span<Vector128<byte>> to)
    {
        for (var i = 0; i < 8; i++)
        {
            var (one, other) = (from[i], from[i + 8]);
            to[2 * i] = Sse2.IsSupported ? Sse2.UnpackLow(one, other) : AdvSimd.Arm64.ZipLow(one, other);
            to[(2 * i) + 1] = Sse2.IsSupported ? Sse2.UnpackHigh(one, other) : AdvSimd.Arm64.ZipHigh(one, other);
        }
    }

    /// <summary>For bytes <paramref name="first"/> to <paramref name="first"/> + 15 of the rows: a byte that is 0 where all rows agree.</summary>
    public static Vector128<byte> Differences(ReadOnlySpan<byte> rows, int width, int first)
    {
        var count = rows.Length / width;
        var bytes = Math.Min(16, width - first);
        Span<byte> found = stackalloc byte[16];
        found.Clear();
        var row = 0;
        if (first + 16 <= rows.Length)
        {
            ref var from = ref MemoryMarshal.GetReference(rows);
            var model = Vector128.LoadUnsafe(ref from, (nuint)first);
            var all = Vector128<byte>.Zero;
            for (; (row * width) + first + 16 <= rows.Length; row++)
            {
                all |= Vector128.LoadUnsafe(ref from, (nuint)((row * width) + first)) ^ model;
            }

            all.CopyTo(found);
        }

        for (row = Math.Min(row, count); row < count; row++)
        {
            for (var i = 0; i < bytes; i++)
            {
                found[i] |= (byte)(rows[(row * width) + first + i] ^ rows[first + i]);
            }
        }

        return Vector128.Create((ReadOnlySpan<byte>)found);
    }
}
