namespace Palestra.Gym;

/// <summary>
/// log(1 - u), accurate near u = 0 and rounded as glibc rounds it on a processor with fused multiply-add:
/// <see cref="double.LogP1"/> differs in one case of fourteen, and a ziggurat's tail needs every bit. Method: split 1 - u
/// into 2^k (1 + f), then the classical minimax polynomial in s = f / (2 + f).
/// </summary>
internal static class Log1P
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <param name="u">In [0, 1).</param>
    public static double OfNegative(double u)
    {
        var x = -u;
        if (u < 1.0 / (1L << 29))
        {
            return u < 1.0 / (1L << 54) ? x : Math.FusedMultiplyAdd(x * x, -0.5, x);
        }

        var k = 0;
        var f = x;
        double lost = 0;
        var tiny = false;
        if (HighWord(x) > 0xbfd2bec3)
        {
            (k, f, lost, tiny) = Split(x);
        }

        var half = 0.5 * f * f;
        if (tiny)
        {
            var rest = half * Math.FusedMultiplyAdd(f, -0.66666666666666666, 1.0);
            return f == 0
                ? Math.FusedMultiplyAdd(k, Ln2High, Math.FusedMultiplyAdd(k, Ln2Low, lost))
                : k == 0 ? f - rest : Math.FusedMultiplyAdd(k, Ln2High, f - (rest - Math.FusedMultiplyAdd(k, Ln2Low, lost)));
        }

        var s = f / (2.0 + f);
        var series = s * (half + Series(s * s));
        return k == 0
            ? f - (half - series)
            : Math.FusedMultiplyAdd(k, Ln2High, f - (half - (series + Math.FusedMultiplyAdd(k, Ln2Low, lost))));
    }

    // 1 + x = 2^k (1 + f) with sqrt(1/2) < 1 + f < sqrt(2); lost is what rounding 1 + x lost, relative to it.
    private static (int K, double F, double Lost, bool Tiny) Split(double x)
    {
        var sum = 1.0 + x;
        var high = HighWord(sum);
        var k = (int)(high >> 20) - 1023;
        var lost = (k > 0 ? 1.0 - (sum - x) : x - (sum - 1.0)) / sum;
        high &= 0x000fffff;
        var tiny = high == 0;
        if (high < 0x6a09e)
        {
            sum = WithHighWord(sum, high | 0x3ff00000);
        }
        else
        {
            k++;
            sum = WithHighWord(sum, high | 0x3fe00000);
            tiny = (0x00100000 - high) >> 2 == 0;
        }

        return (k, sum - 1.0, lost, tiny);
    }

    // The coefficients of the polynomial; summed in pairs and with fused products, which fixes the rounding.
    private static double Series(double z)
    {
        var z2 = z * z;
        var z4 = z2 * z2;
        var r2 = Math.FusedMultiplyAdd(z, 2.857142874366239149e-01, 3.999999999940941908e-01);
        var r3 = Math.FusedMultiplyAdd(z, 1.818357216161805012e-01, 2.222219843214978396e-01);
        var r4 = Math.FusedMultiplyAdd(z, 1.479819860511658591e-01, 1.531383769920937332e-01);
        var sum = Math.FusedMultiplyAdd(z, 6.666666666666735130e-01, z2 * r2);
        return Math.FusedMultiplyAdd(z4 * z2, r4, Math.FusedMultiplyAdd(z4, r3, sum));
    }

    private static uint HighWord(double x) => (uint)(BitConverter.DoubleToUInt64Bits(x) >> 32);

    private static double WithHighWord(double x, uint high) =>
        BitConverter.UInt64BitsToDouble((BitConverter.DoubleToUInt64Bits(x) & uint.MaxValue) | ((ulong)high << 32));
}
