namespace Palestra.Gym.Classic;

/// <summary>The figures of <see cref="Square.OfSingle"/>: those of the C library's <c>powf</c> (Arm's optimized routines, MIT licence).</summary>
internal static class SquareSingleTables
{
    /// <summary>Two numbers per 16th of an octave: a near reciprocal r and -log2(r).</summary>
    public static ReadOnlySpan<double> Logarithms =>
    [
        1.398907162146528, -0.48430022186289673,
        1.3403141896637998, -0.42257122959194704,
        1.286432210124115, -0.3633754347673556,
        1.2367150214269895, -0.30651309567405577,
        1.1906977166711752, -0.25180720160537634,
        1.1479821020556429, -0.19910014943794563,
        1.1082251448272158, -0.14825100623281615,
        1.0711297413057381, -0.09913323807318392,
        1.036437278977283, -0.051632812977629436,
        1, 0,
        0.9492859795739057, 0.07508531937943004,
        0.8951049428609004, 0.15987125980713107,
        0.8476821620351103, 0.2384046664317681,
        0.8050314851692001, 0.31288288605863257,
        0.7664671008843108, 0.38370422656453185,
        0.731428603316328, 0.451211048935815,
    ];

    /// <summary>Bits of 2^(k/32) less k * 2^47, for k = 0 to 31.</summary>
    public static ReadOnlySpan<ulong> Powers =>
    [
        0x3ff0000000000000, 0x3fefd9b0d3158574, 0x3fefb5586cf9890f, 0x3fef9301d0125b51,
        0x3fef72b83c7d517b, 0x3fef54873168b9aa, 0x3fef387a6e756238, 0x3fef1e9df51fdee1,
        0x3fef06fe0a31b715, 0x3feef1a7373aa9cb, 0x3feedea64c123422, 0x3feece086061892d,
        0x3feebfdad5362a27, 0x3feeb42b569d4f82, 0x3feeab07dd485429, 0x3feea47eb03a5585,
        0x3feea09e667f3bcd, 0x3fee9f75e8ec5f74, 0x3feea11473eb0187, 0x3feea589994cce13,
        0x3feeace5422aa0db, 0x3feeb737b0cdc5e5, 0x3feec49182a3f090, 0x3feed503b23e255d,
        0x3feee89f995ad3ad, 0x3feeff76f2fb5e47, 0x3fef199bdd85529c, 0x3fef3720dcef9069,
        0x3fef5818dcfba487, 0x3fef7c97337b9b5f, 0x3fefa4afa2a490da, 0x3fefd0765b6e4540,
    ];
}
