using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Palestra.Gym.Classic;

/// <summary>
/// <see cref="Trig"/> for four small angles at once: the same operations in the same order, so the same bits. Processors
/// with AVX2 and fused multiply-add. Pure; any thread.
/// </summary>
internal static class TrigLanes
{
    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    /// <summary>Whether <see cref="SinCos"/> is right for all four: below about 0.86 in magnitude, and a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Takes(Vector256<double> x) => Vector256.LessThanAll(Vector256.Abs(x), Vector256.Create(Trig.NearQuarter));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe (Vector256<double> Sin, Vector256<double> Cos) SinCos(Vector256<double> x)
    {
        var magnitude = Vector256.Abs(x);
        var rounded = Vector256.Create(Trig.To128th) + magnitude;
        var d = magnitude - (rounded - Vector256.Create(Trig.To128th));
        var row = Vector256.ShiftLeft(rounded.AsInt64() & Vector256.Create((long)uint.MaxValue), 2);
        // The table is part of the assembly and does not move.
        var table = (double*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(TrigTable.Values));
        var sine = Avx2.GatherVector256(table, row, sizeof(double));
        var sineRest = Avx2.GatherVector256(table + 1, row, sizeof(double));
        var cosine = Avx2.GatherVector256(table + 2, row, sizeof(double));
        var cosineRest = Avx2.GatherVector256(table + 3, row, sizeof(double));

        var d2 = d * d;
        var d3 = d * d2;
        var sineSeries = Fma.MultiplyAdd(Vector256.Create(Trig.SineSeries5), d2, Vector256.Create(Trig.SineSeries3));
        var c = d2 * Fma.MultiplyAdd(
            Fma.MultiplyAdd(Vector256.Create(Trig.CosineSeries6), d2, Vector256.Create(Trig.CosineSeries4)), d2, Vector256.Create(0.5));

        var s = d + (d3 * sineSeries);
        var correction = Fma.MultiplyAddNegated(c, sine, Fma.MultiplyAdd(cosineRest, s, sineRest));
        var farSine = WithSignOf(sine + Fma.MultiplyAdd(s, cosine, correction), x);
        var sin = Vector256.ConditionalSelect(Vector256.LessThan(magnitude, Vector256.Create(Trig.NearZero)), NearSine(x), farSine);
        sin = Vector256.ConditionalSelect(Vector256.LessThan(magnitude, Vector256.Create(Trig.SineIsItself)), x, sin);

        s = Fma.MultiplyAdd(d3, sineSeries, d);
        correction = Fma.MultiplyAddNegated(c, cosine, Fma.MultiplyAddNegated(s, sineRest, cosineRest));
        var cos = cosine + Fma.MultiplyAddNegated(s, sine, correction);
        cos = Vector256.ConditionalSelect(Vector256.LessThan(magnitude, Vector256.Create(Trig.CosineIsOne)), Vector256<double>.One, cos);
        return (sin, cos);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> NearSine(Vector256<double> x)
    {
        var x2 = x * x;
        var series = Fma.MultiplyAdd(Vector256.Create(Trig.S11), x2, Vector256.Create(Trig.S9));
        series = Fma.MultiplyAdd(series, x2, Vector256.Create(Trig.S7));
        series = Fma.MultiplyAdd(series, x2, Vector256.Create(Trig.S5));
        series = Fma.MultiplyAdd(series, x2, Vector256.Create(Trig.S3));
        return x + (x2 * (series * x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> WithSignOf(Vector256<double> positive, Vector256<double> x) =>
        positive | (x & Vector256.Create(-0.0));
}
