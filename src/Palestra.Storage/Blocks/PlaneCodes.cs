using System.Buffers.Binary;

namespace Palestra.Storage;

/// <summary>The codes of a coded plane as its lengths give them, and how it is read; any thread.</summary>
internal static class PlaneCodes
{
    private const int MostBits = PlaneCode.MostBits;

    /// <summary>
    /// RFC 1951, section 3.2.2: shorter codes come first, and of equal length those of smaller symbols. Stored from the
    /// lowest bit of a byte on, a code's first bit first: so each is turned round.
    /// </summary>
    /// <param name="lengths">By symbol; 0 where it has no code.</param>
    /// <param name="codes">Takes each code from bit 8 on, its length below; undefined where there is none.</param>
    public static void Assign(ReadOnlySpan<byte> lengths, Span<uint> codes)
    {
        Span<uint> next = stackalloc uint[MostBits + 2];
        next.Clear();
        foreach (var length in lengths)
        {
            next[length + 1]++;
        }

        // Now next[l] is how many have length l - 1: those of length 0 are no codes.
        next[1] = 0;
        for (var length = 2; length <= MostBits; length++)
        {
            next[length] = (next[length - 1] + next[length]) << 1;
        }

        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            var length = lengths[symbol];
            if (length != 0)
            {
                codes[symbol] = (Reverse(next[length]++, length) << 8) | length;
            }
        }
    }

    /// <summary>Reads a whole plane into one byte of each row.</summary>
    /// <param name="coded">Its bytes: exactly these.</param>
    /// <exception cref="BlockFormatException">They are not such a plane of so many rows.</exception>
    public static void Read(ReadOnlySpan<byte> coded, Span<byte> rows, int plane, int width)
    {
        Span<ushort> table = stackalloc ushort[1 << MostBits];
        var input = new ByteReader(coded);
        var tableBits = ReadHead(ref input, table);
        coded = input.Bytes(input.Remaining);
        table = table[..(1 << tableBits)];
        var mask = (1UL << tableBits) - 1;
        var (waiting, bits, at) = (0UL, 0, 0);
        for (var row = plane; row < rows.Length; row += width)
        {
            if (bits < MostBits)
            {
                if (coded.Length - at >= sizeof(ulong))
                {
                    // What does not fit comes again with the next load, in the same place.
                    waiting |= BinaryPrimitives.ReadUInt64LittleEndian(coded[at..]) << bits;
                    at += (63 - bits) >> 3;
                    bits |= 56;
                }
                else
                {
                    for (; bits < MostBits && at < coded.Length; bits += 8)
                    {
                        waiting |= (ulong)coded[at++] << bits;
                    }
                }
            }

            var entry = table[(int)(waiting & mask)];
            var length = entry & 15;
            if (length > bits)
            {
                throw new BlockFormatException("A coded plane ends before its rows do.");
            }

            rows[row] = (byte)(entry >> 8);
            waiting >>= length;
            bits -= length;
        }

        if (((coded.Length - at) * 8L) + bits >= 8 || waiting != 0)
        {
            throw new BlockFormatException("More than its rows stands in a coded plane.");
        }
    }

    /// <returns>Bits of the longest code: so many are looked up.</returns>
    private static int ReadHead(scoped ref ByteReader input, scoped Span<ushort> table)
    {
        var symbols = input.U8() + 1;
        var names = input.Bytes(symbols);
        var packed = input.Bytes((symbols + 1) / 2);
        Span<byte> lengths = stackalloc byte[256];
        lengths.Clear();
        var (room, longest, before) = (0, 0, -1);
        for (var i = 0; i < symbols; i++)
        {
            var length = (packed[i / 2] >> (i % 2 * 4)) & 15;
            if (names[i] <= before || length is 0 or > MostBits)
            {
                throw new BlockFormatException($"A coded plane has symbol {names[i]} behind {before}, with a code of {length} bits; 1 to {MostBits} are known.");
            }

            before = names[i];
            lengths[before] = (byte)length;
            longest = Math.Max(longest, length);
            room += 1 << (MostBits - length);
        }

        if (room != 1 << MostBits || (symbols % 2 != 0 && packed[^1] >> 4 != 0))
        {
            throw new BlockFormatException("The codes of a coded plane are not those of one tree.");
        }

        Fill(lengths, table[..(1 << longest)]);
        return longest;
    }

    /// <summary>Every entry: the codes are those of one tree.</summary>
    private static void Fill(ReadOnlySpan<byte> lengths, Span<ushort> table)
    {
        Span<uint> codes = stackalloc uint[256];
        Assign(lengths, codes);
        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            if (lengths[symbol] != 0)
            {
                for (var i = (int)(codes[symbol] >> 8); i < table.Length; i += 1 << lengths[symbol])
                {
                    table[i] = (ushort)((symbol << 8) | lengths[symbol]);
                }
            }
        }
    }

    private static uint Reverse(uint code, int length)
    {
        var reversed = 0U;
        for (; length > 0; length--)
        {
            reversed = (reversed << 1) | (code & 1);
            code >>= 1;
        }

        return reversed;
    }
}
