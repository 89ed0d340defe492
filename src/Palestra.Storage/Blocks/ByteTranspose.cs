using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Palestra.Storage;

/// <summary>Rows of bytes into planes, eight rows by sixteen bytes at a time where the processor can; any thread.</summary>
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
        var done = IsFast ? ToPlanesByEight(rows, width, first, into, count) : 0;
        for (var plane = 0; plane < Math.Min(PlanesAtOnce, width - first); plane++)
        {
            ToPlane(rows[(done * width)..], width, first + plane, into.Slice((plane * count) + done, count - done));
        }
    }

    /// <summary>One plane alone: where few are wanted, that is less work than all of them at once.</summary>
    public static void ToPlane(ReadOnlySpan<byte> rows, int width, int plane, Span<byte> into)
    {
        if (into.IsEmpty)
        {
            return;
        }

        ref var from = ref MemoryMarshal.GetReference(rows[plane..((into.Length - 1) * width + plane + 1)]);
        for (var i = 0; i < into.Length; i++)
        {
            into[i] = from;
            from = ref Unsafe.Add(ref from, width);
        }
    }

    /// <returns>Rows done: loads reach beyond the row where it is short, so the last ones are left.</returns>
    private static int ToPlanesByEight(ReadOnlySpan<byte> rows, int width, int first, Span<byte> into, int count)
    {
        ref var from = ref MemoryMarshal.GetReference(rows);
        ref var to = ref MemoryMarshal.GetReference(into);
        var row = 0;
        for (; row + 8 <= count && ((row + 7) * width) + first + 16 <= rows.Length; row += 8)
        {
            ref var at = ref Unsafe.Add(ref from, (row * width) + first);
            var a0 = Vector128.LoadUnsafe(ref at);
            var a1 = Vector128.LoadUnsafe(ref at, (nuint)width);
            var a2 = Vector128.LoadUnsafe(ref at, (nuint)(2 * width));
            var a3 = Vector128.LoadUnsafe(ref at, (nuint)(3 * width));
            var a4 = Vector128.LoadUnsafe(ref at, (nuint)(4 * width));
            var a5 = Vector128.LoadUnsafe(ref at, (nuint)(5 * width));
            var a6 = Vector128.LoadUnsafe(ref at, (nuint)(6 * width));
            var a7 = Vector128.LoadUnsafe(ref at, (nuint)(7 * width));

            // Three times: row i shuffled with row i + 4, as one riffles cards. Then each vector is two planes.
            var (b0, b1, b2, b3) = (Low(a0, a4), High(a0, a4), Low(a1, a5), High(a1, a5));
            var (b4, b5, b6, b7) = (Low(a2, a6), High(a2, a6), Low(a3, a7), High(a3, a7));
            (a0, a1, a2, a3) = (Low(b0, b4), High(b0, b4), Low(b1, b5), High(b1, b5));
            (a4, a5, a6, a7) = (Low(b2, b6), High(b2, b6), Low(b3, b7), High(b3, b7));
            ref var plane = ref Unsafe.Add(ref to, row);
            Store(Low(a0, a4), ref plane, count);
            Store(High(a0, a4), ref Unsafe.Add(ref plane, 2 * count), count);
            Store(Low(a1, a5), ref Unsafe.Add(ref plane, 4 * count), count);
            Store(High(a1, a5), ref Unsafe.Add(ref plane, 6 * count), count);
            Store(Low(a2, a6), ref Unsafe.Add(ref plane, 8 * count), count);
            Store(High(a2, a6), ref Unsafe.Add(ref plane, 10 * count), count);
            Store(Low(a3, a7), ref Unsafe.Add(ref plane, 12 * count), count);
            Store(High(a3, a7), ref Unsafe.Add(ref plane, 14 * count), count);
        }

        return row;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Low(Vector128<byte> one, Vector128<byte> other) =>
        Sse2.IsSupported ? Sse2.UnpackLow(one, other) : AdvSimd.Arm64.ZipLow(one, other);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> High(Vector128<byte> one, Vector128<byte> other) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(one, other) : AdvSimd.Arm64.ZipHigh(one, other);

    /// <summary>Eight rows of one plane, and of the next one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<byte> planes, ref byte plane, int count)
    {
        planes.GetLower().StoreUnsafe(ref plane);
        planes.GetUpper().StoreUnsafe(ref plane, (nuint)count);
    }

    /// <summary>For bytes <paramref name="first"/> to <paramref name="first"/> + 15 of the rows: a byte that is 0 where all rows agree.</summary>
    public static Vector128<byte> Differences(ReadOnlySpan<byte> rows, int width, int first)
    {
        // Of narrow rows a vector holds several.
        var several = 16 % width == 0;
        var bytes = Math.Min(16, width - first);
        Span<byte> found = stackalloc byte[16];
        found.Clear();
        var at = first;
        if (first + 16 <= rows.Length)
        {
            Span<byte> model = stackalloc byte[16];
            for (var i = 0; i < 16; i++)
            {
                model[i] = rows[first + (several ? i % width : i)];
            }

            var step = several ? 16 : width;
            var expected = Vector128.Create((ReadOnlySpan<byte>)model);
            var all = Vector128<byte>.Zero;
            ref var from = ref MemoryMarshal.GetReference(rows);
            for (; at + 16 <= rows.Length; at += step)
            {
                all |= Vector128.LoadUnsafe(ref from, (nuint)at) ^ expected;
            }

            for (var i = 0; i < 16; i++)
            {
                found[several ? i % width : i] |= all[i];
            }
        }

        for (; at < rows.Length; at += width)
        {
            for (var i = 0; i < bytes; i++)
            {
                found[i] |= (byte)(rows[at + i] ^ rows[first + i]);
            }
        }

        return Vector128.Create((ReadOnlySpan<byte>)found);
    }
}
