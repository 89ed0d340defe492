using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Palestra.Gym.Classic;

/// <summary>
/// Sine and cosine of a double, rounded as the C library of the recordings rounds them (glibc 2.36 on a processor with fused
/// multiply-add), on every platform: <see cref="Math.Sin"/> asks the platform's library, and another one differs in the last
/// bit now and then. Up to 10^8 radians; what lies beyond is <see cref="Math"/>'s. Method: reduce to [-pi/4, pi/4] in about
/// 106 bits, then the Taylor series near 0, else a table at k / 128 and short series for the rest. Pure; any thread.
/// </summary>
internal static class Trig
{
    private const double HalfPi = 1.5707963267948966;
    private const double HalfPiRest = 6.123233995736766e-17;
    private const double TwoOverPi = 0.6366197723675814;

    // Where the ranges of the method meet: facts of the library, seen in the high words of its comparisons.
    internal const double SineIsItself = 1.4901161193847656e-08;
    internal const double CosineIsOne = 7.450580596923828e-09;
    internal const double NearZero = 0.126;
    internal const double NearQuarter = 0.85546875;
    private const double NearHalf = 2.4262638092041016;
    private const double Far = 105414336;

    // Adding and taking off again rounds to a multiple of 1/128, and to a whole number.
    internal const double To128th = 52776558133248;
    private const double ToWhole = 6755399441055744;

    // Taylor series of the sine near 0, by powers of x.
    internal const double S3 = -0.16666666666666666;
    internal const double S5 = 0.008333333333332329;
    internal const double S7 = -0.00019841269834414642;
    internal const double S9 = 2.755729806860771e-06;
    internal const double S11 = -2.5022014848318398e-08;

    // (sin d - d) / d^3 and (1 - cos d) / d^2 for |d| <= 1/256, by the powers of d in the sine and the cosine.
    internal const double SineSeries3 = -0.16666666666666488;
    internal const double SineSeries5 = 0.008333332142857223;
    internal const double CosineSeries4 = -0.04166666666666644;
    internal const double CosineSeries6 = 0.001388888740079376;

    public static double Sin(double x)
    {
        var magnitude = Math.Abs(x);
        if (magnitude < NearQuarter)
        {
            return magnitude < SineIsItself ? x : Sine(x, 0);
        }

        if (magnitude < NearHalf)
        {
            return Math.CopySign(Cosine(HalfPi - magnitude, HalfPiRest), x);
        }

        if (!(magnitude < Far))
        {
            return Math.Sin(x);
        }

        var quadrant = Reduce(x, out var near, out var rest);
        return InQuadrant(near, rest, quadrant);
    }

    public static double Cos(double x)
    {
        var magnitude = Math.Abs(x);
        if (magnitude < NearQuarter)
        {
            return magnitude < CosineIsOne ? 1 : Cosine(x, 0);
        }

        if (magnitude < NearHalf)
        {
            return CosineNearHalf(magnitude);
        }

        if (!(magnitude < Far))
        {
            return Math.Cos(x);
        }

        var quadrant = Reduce(x, out var near, out var rest);
        return InQuadrant(near, rest, quadrant + 1);
    }

    /// <summary>Both, for less than the price of two.</summary>
    public static (double Sin, double Cos) SinCos(double x)
    {
        var magnitude = Math.Abs(x);
        if (magnitude < NearQuarter)
        {
            return (magnitude < SineIsItself ? x : Sine(x, 0), magnitude < CosineIsOne ? 1 : Cosine(x, 0));
        }

        if (magnitude < NearHalf)
        {
            return (Math.CopySign(Cosine(HalfPi - magnitude, HalfPiRest), x), CosineNearHalf(magnitude));
        }

        if (!(magnitude < Far))
        {
            return (Math.Sin(x), Math.Cos(x));
        }

        var quadrant = Reduce(x, out var near, out var rest);
        return (InQuadrant(near, rest, quadrant), InQuadrant(near, rest, quadrant + 1));
    }

    private static double CosineNearHalf(double magnitude)
    {
        var y = HalfPi - magnitude;
        var near = y + HalfPiRest;
        return Sine(near, (y - near) + HalfPiRest);
    }

    // x = quadrant * pi/2 + near + rest, |near| <= pi/4. Two parts of pi/2 of 27 bits take off exactly; two more the rest.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Reduce(double x, out double near, out double rest)
    {
        const double Part1 = 1.5707963407039642, Part2 = -1.3909067564377153e-08, Part3 = -4.97899623147991e-17, Part4 = -1.9034889620193266e-25;
        var rounded = Math.FusedMultiplyAdd(x, TwoOverPi, ToWhole);
        var n = rounded - ToWhole;
        var y = Math.FusedMultiplyAdd(-n, Part2, Math.FusedMultiplyAdd(-n, Part1, x));
        var third = Math.FusedMultiplyAdd(-n, Part3, y);
        var lost = Math.FusedMultiplyAdd(-n, Part3, y - third);
        near = Math.FusedMultiplyAdd(-n, Part4, third);
        rest = lost + Math.FusedMultiplyAdd(-n, Part4, third - near);
        return (int)BitConverter.DoubleToInt64Bits(rounded);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double InQuadrant(double near, double rest, int quadrant)
    {
        var value = (quadrant & 1) != 0 ? Cosine(near, rest) : Sine(near, rest);
        return (quadrant & 2) != 0 ? -value : value;
    }

    /// <summary>sin(x + rest) for |x| up to about 0.86.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sine(double x, double rest)
    {
        var magnitude = Math.Abs(x);
        if (magnitude < NearZero)
        {
            var x2 = x * x;
            var series = Math.FusedMultiplyAdd(S11, x2, S9);
            series = Math.FusedMultiplyAdd(series, x2, S7);
            series = Math.FusedMultiplyAdd(series, x2, S5);
            series = Math.FusedMultiplyAdd(series, x2, S3);
            return x + Math.FusedMultiplyAdd(x2, Math.FusedMultiplyAdd(series, x, -(0.5 * rest)), rest);
        }

        rest = x <= 0 ? -rest : rest;
        ref var at = ref Nearest(magnitude, out var d);
        var d2 = d * d;
        var s = d + Math.FusedMultiplyAdd(d * d2, SineSeries(d2), rest);
        var c = Math.FusedMultiplyAdd(d, rest, d2 * CosineSeries(d2));
        var sine = at;
        var correction = Math.FusedMultiplyAdd(-c, sine, Math.FusedMultiplyAdd(Unsafe.Add(ref at, 3), s, Unsafe.Add(ref at, 1)));
        return Math.CopySign(sine + Math.FusedMultiplyAdd(s, Unsafe.Add(ref at, 2), correction), x);
    }

    /// <summary>cos(x + rest) for |x| up to about 0.86.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Cosine(double x, double rest)
    {
        rest = x < 0 ? -rest : rest;
        ref var at = ref Nearest(Math.Abs(x), out var d);
        d += rest;
        var d2 = d * d;
        var s = Math.FusedMultiplyAdd(d * d2, SineSeries(d2), d);
        var c = d2 * CosineSeries(d2);
        var cosine = Unsafe.Add(ref at, 2);
        var correction = Math.FusedMultiplyAdd(-c, cosine, Math.FusedMultiplyAdd(-s, Unsafe.Add(ref at, 1), Unsafe.Add(ref at, 3)));
        return cosine + Math.FusedMultiplyAdd(-s, at, correction);
    }

    // The four numbers of the nearest k / 128, and how far the value lies from it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref double Nearest(double magnitude, out double distance)
    {
        var rounded = To128th + magnitude;
        distance = magnitude - (rounded - To128th);
        return ref Unsafe.Add(ref MemoryMarshal.GetReference(TrigTable.Values), (nint)((uint)BitConverter.DoubleToInt64Bits(rounded) * 4));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double SineSeries(double d2) => Math.FusedMultiplyAdd(SineSeries5, d2, SineSeries3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double CosineSeries(double d2) => Math.FusedMultiplyAdd(Math.FusedMultiplyAdd(CosineSeries6, d2, CosineSeries4), d2, 0.5);
}
