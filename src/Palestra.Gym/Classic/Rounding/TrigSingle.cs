namespace Palestra.Gym.Classic;

/// <summary>
/// Sine and cosine of a float32 as NumPy computes them, with its own polynomials rather than the C library's: they round
/// differently from the exact value in one case of a thousand. Up to 70,000 radians; what lies beyond is
/// <see cref="MathF"/>'s. Pure; any thread.
/// </summary>
internal static class TrigSingle
{
    private const float TwoOverPi = 0.6366197466850281f;
    private const float Far = 71476.0625f;
    private const float ToWhole = 12582912;

    public static (float Sin, float Cos) SinCos(float x)
    {
        if (!(MathF.Abs(x) <= Far))
        {
            return (MathF.Sin(x), MathF.Cos(x));
        }

        // x = quadrant * pi/2 + near; pi/2 in three parts.
        var quadrant = MathF.FusedMultiplyAdd(x, TwoOverPi, ToWhole) - ToWhole;
        var near = MathF.FusedMultiplyAdd(quadrant, -1.570796012878418f, x);
        near = MathF.FusedMultiplyAdd(quadrant, -3.1391647326017846e-7f, near);
        near = MathF.FusedMultiplyAdd(quadrant, -5.390302529957765e-15f, near);
        var near2 = near * near;
        var (sine, cosine, turn) = (Sine(near, near2), Cosine(near2), (int)quadrant);
        return (Pick(sine, cosine, turn), Pick(sine, cosine, turn + 1));
    }

    private static float Pick(float sine, float cosine, int turn)
    {
        var value = (turn & 1) == 0 ? sine : cosine;
        return (turn & 2) == 0 ? value : 0 - value;
    }

    private static float Sine(float x, float x2)
    {
        var series = MathF.FusedMultiplyAdd(2.8404097065504175e-6f, x2, -0.00019856491417158395f);
        series = MathF.FusedMultiplyAdd(series, x2, 0.008333397097885609f);
        series = MathF.FusedMultiplyAdd(series, x2, -0.1666666716337204f);
        return MathF.FusedMultiplyAdd(series * x2, x, x);
    }

    private static float Cosine(float x2)
    {
        var series = MathF.FusedMultiplyAdd(2.4372266125283204e-5f, x2, -0.001388652017340064f);
        series = MathF.FusedMultiplyAdd(series, x2, 0.04166661947965622f);
        series = MathF.FusedMultiplyAdd(series, x2, -0.5f);
        return MathF.FusedMultiplyAdd(series, x2, 1);
    }
}
