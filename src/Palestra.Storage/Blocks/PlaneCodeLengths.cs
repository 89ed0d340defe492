namespace Palestra.Storage;

/// <summary>
/// How long the code of each symbol is: Huffman's tree by two queues (leaves by their count, inner nodes as they arise,
/// which is by their count too), then no deeper than allowed. One thread at a time: it reuses its buffers.
/// </summary>
internal sealed class PlaneCodeLengths
{
    /// <summary>A tree of 256 leaves is no deeper.</summary>
    private const int Deepest = 255;

    private readonly ulong[] _weights = new ulong[511];
    private readonly ushort[] _parents = new ushort[511];
    private readonly byte[] _depths = new byte[511];
    private readonly int[] _ofDepth = new int[Deepest + 1];

    /// <param name="ascending">Each symbol in the low byte, its count above it; at least two.</param>
    /// <param name="lengths">Takes those of the symbols, by symbol.</param>
    /// <returns>Bits that all occurrences take.</returns>
    public long Find(ReadOnlySpan<ulong> ascending, Span<byte> lengths)
    {
        Grow(ascending);
        Measure(ascending.Length);
        Limit();

        // The rarest have the longest codes.
        var (depth, left, bits) = (PlaneCode.MostBits, _ofDepth[PlaneCode.MostBits], 0L);
        foreach (var symbol in ascending)
        {
            while (left == 0)
            {
                left = _ofDepth[--depth];
            }

            left--;
            lengths[(byte)symbol] = (byte)depth;
            bits += (long)(symbol >> 8) * depth;
        }

        return bits;
    }

    private void Grow(ReadOnlySpan<ulong> ascending)
    {
        var leaves = ascending.Length;
        for (var i = 0; i < leaves; i++)
        {
            _weights[i] = ascending[i] >> 8;
        }

        var (leaf, inner) = (0, leaves);
        for (var node = leaves; node < (2 * leaves) - 1; node++)
        {
            var sum = 0UL;
            for (var child = 0; child < 2; child++)
            {
                var smallest = leaf < leaves && (inner == node || _weights[leaf] <= _weights[inner]) ? leaf++ : inner++;
                sum += _weights[smallest];
                _parents[smallest] = (ushort)node;
            }

            _weights[node] = sum;
        }
    }

    private void Measure(int leaves)
    {
        Array.Clear(_ofDepth);
        var root = (2 * leaves) - 2;
        _depths[root] = 0;
        for (var node = root - 1; node >= 0; node--)
        {
            _depths[node] = (byte)(_depths[_parents[node]] + 1);
            if (node < leaves)
            {
                _ofDepth[_depths[node]]++;
            }
        }
    }

    /// <summary>
    /// Lifts what is too deep, and pays for the room it takes: where a leaf is made an inner node of two, one that is too
    /// deep finds its place beside it. Not quite the best code; the loss is far below a percent.
    /// </summary>
    private void Limit()
    {
        const int Most = PlaneCode.MostBits;
        for (var depth = Most + 1; depth <= Deepest; depth++)
        {
            _ofDepth[Most] += _ofDepth[depth];
            _ofDepth[depth] = 0;
        }

        var room = 0;
        for (var depth = 1; depth <= Most; depth++)
        {
            room += _ofDepth[depth] << (Most - depth);
        }

        for (; room > 1 << Most; room--)
        {
            var depth = Most - 1;
            while (_ofDepth[depth] == 0)
            {
                depth--;
            }

            _ofDepth[Most]--;
            _ofDepth[depth]--;
            _ofDepth[depth + 1] += 2;
        }
    }
}
