using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Palestra.Gym;

/// <summary>
/// NumPy's default generator (PCG64 seeded by a SeedSequence) and the methods of its <c>Generator</c>: the same seed
/// gives the same numbers, bit for bit, as <c>np.random.default_rng(seed)</c>. Not thread-safe; draws allocate nothing.
/// </summary>
public sealed partial class NumpyRandom
{
    private const ulong MultiplierHigh = 0x2360ED051FC65DA4;
    private const ulong MultiplierLow = 0x4385DF649FCCF645;

    private ulong _high;
    private ulong _low;
    private ulong _incHigh;
    private ulong _incLow;
    private bool _hasUInt32;
    private uint _uInteger;

    public NumpyRandom(BigInteger seed) => Seed(seed);

    public NumpyRandom(SeedSequence seed) => Seed(seed);

    private NumpyRandom()
    {
    }

    /// <summary>The whole state, for saving, restoring and comparing with NumPy's.</summary>
    public RandomState State
    {
        get => new(new UInt128(_high, _low), new UInt128(_incHigh, _incLow), _hasUInt32, _uInteger);
        set
        {
            (_high, _low) = ((ulong)(value.State >> 64), (ulong)value.State);
            (_incHigh, _incLow) = ((ulong)(value.Inc >> 64), (ulong)value.Inc);
            (_hasUInt32, _uInteger) = (value.HasUInt32, value.UInteger);
        }
    }

    /// <summary>A generator nobody can predict, as NumPy's without a seed.</summary>
    public static NumpyRandom FromEntropy() =>
        new(new BigInteger(RandomNumberGenerator.GetBytes(16), isUnsigned: true));

    /// <summary>Starts over from a seed.</summary>
    public void Seed(BigInteger seed) => Seed(new SeedSequence(seed));

    public void Seed(SeedSequence seed)
    {
        ArgumentNullException.ThrowIfNull(seed);
        Span<ulong> words = stackalloc ulong[4];
        seed.GenerateState(words);
        var inc = (new UInt128(words[2], words[3]) << 1) | 1;
        (_incHigh, _incLow) = ((ulong)(inc >> 64), (ulong)inc);
        (_high, _low) = (0, 0);
        Advance();
        var state = new UInt128(_high, _low) + new UInt128(words[0], words[1]);
        (_high, _low) = ((ulong)(state >> 64), (ulong)state);
        Advance();
        (_hasUInt32, _uInteger) = (false, 0);
    }

    /// <summary>64 random bits: one output of the bit generator.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong NextUInt64()
    {
        Advance();
        return BitOperations.RotateRight(_high ^ _low, (int)(_high >> 58));
    }

    /// <summary>32 random bits; a 64-bit output serves two of these, low half first.</summary>
    public uint NextUInt32()
    {
        if (_hasUInt32)
        {
            _hasUInt32 = false;
            return _uInteger;
        }

        var next = NextUInt64();
        _hasUInt32 = true;
        _uInteger = (uint)(next >> 32);
        return (uint)next;
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Random() => (NextUInt64() >> 11) * (1.0 / 9007199254740992.0);

    /// <summary>Uniform in [0, 1), 24 bits.</summary>
    public float RandomSingle() => (NextUInt32() >> 8) * (1.0f / 16777216.0f);

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double Uniform(double low, double high) => low + ((high - low) * Random());

    public double Normal(double loc, double scale) => loc + (scale * StandardNormal());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Advance()
    {
        var carry = Math.BigMul(_low, MultiplierLow, out var low);
        var high = carry + (_low * MultiplierHigh) + (_high * MultiplierLow);
        _low = low + _incLow;
        _high = high + _incHigh + (_low < low ? 1UL : 0UL);
    }
}
