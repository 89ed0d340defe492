namespace Palestra.Gym;

/// <content>Whole numbers. Ranges are half-open: <c>high</c> is not drawn.</content>
public sealed partial class NumpyRandom
{
    /// <summary>As <c>integers(low, high)</c> with NumPy's default type int64. A range of one value draws nothing.</summary>
    public long Integers(long low, long high)
    {
        if (high <= low)
        {
            throw new GymException($"No whole number lies in [{low}, {high}): high must exceed low.");
        }

        var range = unchecked((ulong)(high - 1) - (ulong)low);
        return unchecked(low + (long)Bounded(range));
    }

    /// <summary>As <c>integers(high, dtype=np.int32)</c> does for each element.</summary>
    public void Integers(Span<int> values, int low, long high)
    {
        var range = Range(low, high, uint.MaxValue);
        foreach (ref var value in values)
        {
            value = unchecked(low + (int)Bounded(range));
        }
    }

    public void Integers(Span<long> values, long low, long high)
    {
        foreach (ref var value in values)
        {
            value = Integers(low, high);
        }
    }

    /// <summary>As <c>integers(…, dtype=np.int8)</c>: four values are cut from one 32-bit draw; what is left over is lost.</summary>
    public void Integers(Span<sbyte> values, int low, int high)
    {
        var range = Range(low, high, byte.MaxValue);
        var bits = default(Pieces);
        foreach (ref var value in values)
        {
            value = unchecked((sbyte)(low + (int)BoundedSmall(range, 8, ref bits)));
        }
    }

    /// <summary>As <c>integers(…, dtype=np.uint8)</c>.</summary>
    public void Integers(Span<byte> values, int low, int high)
    {
        var range = Range(low, high, byte.MaxValue);
        var bits = default(Pieces);
        foreach (ref var value in values)
        {
            value = unchecked((byte)(low + (int)BoundedSmall(range, 8, ref bits)));
        }
    }

    /// <summary>As <c>integers(…, dtype=np.int16)</c>: two values are cut from one 32-bit draw.</summary>
    public void Integers(Span<short> values, int low, int high)
    {
        var range = Range(low, high, ushort.MaxValue);
        var bits = default(Pieces);
        foreach (ref var value in values)
        {
            value = unchecked((short)(low + (int)BoundedSmall(range, 16, ref bits)));
        }
    }

    /// <summary>As <c>integers(0, 2, dtype=bool)</c>: 32 values are cut from one 32-bit draw.</summary>
    public void Integers(Span<bool> values)
    {
        var bits = default(Pieces);
        foreach (ref var value in values)
        {
            value = (Piece(1, ref bits) & 1) != 0;
        }
    }

    /// <summary>As <c>choice(list, p=probabilities)</c>: an index, drawn from the running sum divided by its last entry.</summary>
    public int ChoiceWeighted(ReadOnlySpan<double> probabilities)
    {
        double total = 0;
        foreach (var p in probabilities)
        {
            total += p;
        }

        if (!(Math.Abs(total - 1) < 1e-7))
        {
            throw new GymException($"Probabilities sum to {total}: they must sum to 1.");
        }

        var draw = Random();
        double sum = 0;
        for (var i = 0; i < probabilities.Length; i++)
        {
            sum += probabilities[i];
            if (sum / total > draw)
            {
                return i;
            }
        }

        return probabilities.Length - 1;
    }

    /// <summary>As <c>choice(list)</c>.</summary>
    public T Choice<T>(ReadOnlySpan<T> values) => values[(int)Integers(0, values.Length)];

    /// <summary>As <c>shuffle(list)</c>: in place, from the last index down.</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = (int)Interval((uint)i);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    /// <summary>As <c>permutation(n)</c>, for n = the length of <paramref name="values"/>.</summary>
    public void Permutation(Span<long> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = i;
        }

        Shuffle(values);
    }

    private static ulong Range(int low, long high, ulong limit)
    {
        var range = (ulong)(high - 1 - low);
        return high > low && range <= limit
            ? range
            : throw new GymException($"No range of whole numbers: [{low}, {high}) is empty or wider than its type.");
    }

    // Lemire's multiply and reject, with 32-bit draws where they suffice.
    private ulong Bounded(ulong range)
    {
        switch (range)
        {
            case 0:
                return 0;
            case < uint.MaxValue:
                return Bounded32((uint)range);
            case uint.MaxValue:
                return NextUInt32();
            case ulong.MaxValue:
                return NextUInt64();
        }

        var count = range + 1;
        var high = Math.BigMul(NextUInt64(), count, out var leftover);
        if (leftover < count)
        {
            var threshold = (ulong.MaxValue - range) % count;
            while (leftover < threshold)
            {
                high = Math.BigMul(NextUInt64(), count, out leftover);
            }
        }

        return high;
    }

    private uint Bounded32(uint range)
    {
        var count = range + 1;
        var product = (ulong)NextUInt32() * count;
        if ((uint)product < count)
        {
            var threshold = (uint.MaxValue - range) % count;
            while ((uint)product < threshold)
            {
                product = (ulong)NextUInt32() * count;
            }
        }

        return (uint)(product >> 32);
    }

    private uint BoundedSmall(ulong range, int width, ref Pieces bits)
    {
        var mask = (1u << width) - 1;
        if (range == 0)
        {
            return 0;
        }

        if (range == mask)
        {
            return Piece(width, ref bits);
        }

        var count = (uint)range + 1;
        var product = Piece(width, ref bits) * count;
        if ((product & mask) < count)
        {
            var threshold = (mask - (uint)range) % count;
            while ((product & mask) < threshold)
            {
                product = Piece(width, ref bits) * count;
            }
        }

        return product >> width;
    }

    private uint Piece(int width, ref Pieces bits)
    {
        if (bits.Left == 0)
        {
            bits = new Pieces(NextUInt32(), 32 / width);
        }
        else
        {
            bits = bits with { Bits = bits.Bits >> width };
        }

        bits = bits with { Left = bits.Left - 1 };
        return bits.Bits & ((1u << width) - 1);
    }

    // Masked rejection: what NumPy's shuffle uses in place of Lemire's method.
    private uint Interval(uint max)
    {
        var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount(max);
        uint value;
        do
        {
            value = NextUInt32() & mask;
        }
        while (value > max);
        return value;
    }

    private record struct Pieces(uint Bits, int Left);
}
