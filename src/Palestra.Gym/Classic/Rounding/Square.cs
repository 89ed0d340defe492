using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Palestra.Gym.Classic;

/// <summary>
/// x to the power 2 as the C library of the recordings rounds it (glibc 2.36), on every platform. Its <c>pow</c> is not x * x:
/// they differ in about one of 1,200 cases. But it errs by less than 0.55 of the last place, so wherever x² is not near the
/// middle between two doubles it is x * x; only there its logarithm and exponential are followed operation by operation.
/// Pure; any thread.
/// </summary>
internal static class Square
{
    private const double HalfLessError = 0.45;

    // Beyond these the square leaves the normal numbers; no environment comes near.
    private const double Tiny = 1e-150;
    private const double Huge = 1e150;
    private const float TinySingle = 1e-18f;

    private const ulong ExponentBits = 0x7ff0000000000000;

    /// <summary>pow(x, 2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of(double x)
    {
        var square = x * x;
        var missing = Math.FusedMultiplyAdd(x, x, -square);
        var lastPlace = BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(square) & ExponentBits) * (1.0 / (1L << 52));
        return Math.Abs(missing) < HalfLessError * lastPlace ? square : NearMiddle(x, square);
    }

    /// <summary>powf(x, 2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float OfSingle(float x)
    {
        var exact = (double)x * x;
        var square = (float)exact;
        var lastPlace = BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(exact) & ExponentBits) * (1.0 / (1 << 23));
        return Math.Abs(exact - square) < HalfLessError * lastPlace ? square : NearMiddleSingle(x, square);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double NearMiddle(double x, double square)
    {
        x = Math.Abs(x);
        if (!(x > Tiny && x < Huge))
        {
            return square;
        }

        Logarithm(x, out var high, out var low);
        return Exponential(2 * high, 2 * low);
    }

    // log x = high + low, to about 68 bits: x = 2^k z, z near 1/r of the table, and a series in z r - 1.
    private static void Logarithm(double x, out double high, out double low)
    {
        const ulong Offset = 0x3fe6955500000000;
        const double Ln2High = 0.6931471805598903, Ln2Low = 5.497923018708371e-14;
        const double A1 = -0.6666666666666679, A2 = 0.5000000000000007, A3 = 0.7999999995323976, A4 = -0.6666666663487739, A5 = -1.142909628459501, A6 = 1.0000415263675542;
        var bits = BitConverter.DoubleToUInt64Bits(x);
        var shifted = bits - Offset;
        var k = (double)((long)shifted >> 52);
        var z = BitConverter.UInt64BitsToDouble(bits - (shifted & 0xfff0000000000000));
        ref var entry = ref Unsafe.Add(ref MemoryMarshal.GetReference(SquareTables.Logarithms), (nint)((shifted >> 45) & 127) * 3);
        var r = Math.FusedMultiplyAdd(z, entry, -1);
        var t1 = Math.FusedMultiplyAdd(k, Ln2High, Unsafe.Add(ref entry, 1));
        var t2 = t1 + r;
        var lost = Math.FusedMultiplyAdd(k, Ln2Low, Unsafe.Add(ref entry, 2)) + (t1 - t2 + r);
        var half = -0.5 * r;
        var half2 = r * half;
        var sum = t2 + half2;
        var series = Math.FusedMultiplyAdd(
            half2,
            Math.FusedMultiplyAdd(Math.FusedMultiplyAdd(r, A6, A5), half2, Math.FusedMultiplyAdd(A4, r, A3)),
            Math.FusedMultiplyAdd(A2, r, A1));
        lost = lost + Math.FusedMultiplyAdd(half, r, -half2) + (t2 - sum + half2);
        lost = Math.FusedMultiplyAdd(r * half2, series, lost);
        high = sum + lost;
        low = sum - high + lost;
    }

    // e^(high + low): 2^(k/128) of the table times a series in the rest.
    private static double Exponential(double high, double low)
    {
        const double Octave128th = 184.6649652337873, ToWhole = 6755399441055744;
        const double Ln2High = -0.005415212348111709, Ln2Low = -1.2864023111638346e-14;
        const double C2 = 0.49999999999996786, C3 = 0.16666666666665886, C4 = 0.0416666808410674, C5 = 0.008333335853059549;
        var rounded = Math.FusedMultiplyAdd(high, Octave128th, ToWhole);
        var k = BitConverter.DoubleToUInt64Bits(rounded);
        var whole = rounded - ToWhole;
        var r = low + Math.FusedMultiplyAdd(whole, Ln2Low, Math.FusedMultiplyAdd(whole, Ln2High, high));
        ref var entry = ref Unsafe.Add(ref MemoryMarshal.GetReference(SquareTables.Powers), (nint)(k & 127) * 2);
        var scale = BitConverter.UInt64BitsToDouble(Unsafe.Add(ref entry, 1) + (k << 45));
        var r2 = r * r;
        var series = Math.FusedMultiplyAdd(Math.FusedMultiplyAdd(C3, r, C2), r2, r + BitConverter.UInt64BitsToDouble(entry));
        series = Math.FusedMultiplyAdd(Math.FusedMultiplyAdd(r, C5, C4), r2 * r2, series);
        return Math.FusedMultiplyAdd(scale, series, scale);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float NearMiddleSingle(float x, float square)
    {
        const uint Offset = 0x3f330000;
        const double A0 = 0.288457581109214, A1 = -0.36092606229713164, A2 = 0.480898481472577, A3 = -0.7213474675006291, A4 = 1.4426950408774342;
        const double ToWhole = 211106232532992, C0 = 0.05550361559341535, C1 = 0.2402284522445722, C2 = 0.6931471806916203;
        x = Math.Abs(x);
        if (!(x > TinySingle && x < 1 / TinySingle))
        {
            return square;
        }

        // log2 x, then 2 to the power of twice that.
        var bits = BitConverter.SingleToUInt32Bits(x);
        var shifted = bits - Offset;
        var z = (double)BitConverter.UInt32BitsToSingle(bits - (shifted & 0xff800000));
        ref var entry = ref Unsafe.Add(ref MemoryMarshal.GetReference(SquareSingleTables.Logarithms), (nint)((shifted >> 19) & 15) * 2);
        var r = Math.FusedMultiplyAdd(z, entry, -1);
        var k = ((int)shifted >> 23) + Unsafe.Add(ref entry, 1);
        var r2 = r * r;
        var log = Math.FusedMultiplyAdd(Math.FusedMultiplyAdd(A2, r, A3), r2, Math.FusedMultiplyAdd(r, A4, k));
        log = 2 * Math.FusedMultiplyAdd(Math.FusedMultiplyAdd(A0, r, A1), r2 * r2, log);

        var rounded = log + ToWhole;
        var whole = BitConverter.DoubleToUInt64Bits(rounded);
        var rest = log - (rounded - ToWhole);
        var scale = BitConverter.UInt64BitsToDouble(SquareSingleTables.Powers[(int)(whole & 31)] + (whole << 47));
        var series = Math.FusedMultiplyAdd(Math.FusedMultiplyAdd(C0, rest, C1), rest * rest, Math.FusedMultiplyAdd(C2, rest, 1));
        return (float)(series * scale);
    }
}
