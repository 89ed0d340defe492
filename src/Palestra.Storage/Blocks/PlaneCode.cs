using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Palestra.Storage;

/// <summary>
/// Writes a plane of few values in the bits they need, in a fraction of a compressor's time: a code of its own, in which
/// frequent bytes are short (D. A. Huffman, "A Method for the Construction of Minimum-Redundancy Codes", 1952), canonical
/// as in RFC 1951, section 3.2.2: the lengths alone say what the codes are. One thread at a time: it reuses its buffers.
/// </summary>
internal sealed class PlaneCode
{
    /// <summary>No code is longer: a reader's table stays small.</summary>
    [NotTunable("Part of the format: a reader refuses longer codes.")]
    public const int MostBits = 11;

    /// <summary>A store of eight bytes may reach so far beyond what it writes.</summary>
    private const int Slack = sizeof(ulong);

    // Neighbouring bytes are often equal: counted in turn, one need not wait for the other.
    private const int Tables = 4;

    private readonly uint[] _counts = new uint[Tables * 256];
    private readonly ulong[] _ascending = new ulong[256];
    private readonly byte[] _lengths = new byte[256];
    private readonly uint[] _codes = new uint[256];
    private readonly PlaneCodeLengths _tree = new();

    /// <returns>Bytes that were written; 0, and nothing is, where the plane would not get smaller.</returns>
    public int Write(ReadOnlySpan<byte> plane, ByteWriter output)
    {
        Count(plane);
        var symbols = 0;
        for (var i = 0; i < 256; i++)
        {
            if (_counts[i] != 0)
            {
                _ascending[symbols++] = ((ulong)_counts[i] << 8) | (uint)i;
            }
        }

        if (symbols < 2)
        {
            return 0;
        }

        var ascending = _ascending.AsSpan(0, symbols);
        ascending.Sort();
        var bits = _tree.Find(ascending, _lengths);
        var (head, body) = (HeadBytes(symbols), (bits + 7) / 8);
        if (head + body >= plane.Length)
        {
            return 0;
        }

        WriteHead(output.Take(head), symbols);
        PlaneCodes.Assign(_lengths, _codes);
        Encode(plane, output.Take((int)body, Slack));
        return head + (int)body;
    }

    /// <summary>What stands before the codes: how many symbols, which, and how long their codes are, half a byte each.</summary>
    public static int HeadBytes(int symbols) => 1 + symbols + ((symbols + 1) / 2);

    /// <summary>Into the first table; afterwards a byte that does not occur has length 0.</summary>
    private void Count(ReadOnlySpan<byte> plane)
    {
        Array.Clear(_counts);
        Array.Clear(_lengths);
        ref var counts = ref MemoryMarshal.GetArrayDataReference(_counts);
        ref var from = ref MemoryMarshal.GetReference(plane);
        var i = 0;
        for (; i + 8 <= plane.Length; i += 8)
        {
            var eight = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref from, i));
            Unsafe.Add(ref counts, (nuint)(byte)eight)++;
            Unsafe.Add(ref counts, 256 + (nuint)(byte)(eight >> 8))++;
            Unsafe.Add(ref counts, 512 + (nuint)(byte)(eight >> 16))++;
            Unsafe.Add(ref counts, 768 + (nuint)(byte)(eight >> 24))++;
            Unsafe.Add(ref counts, (nuint)(byte)(eight >> 32))++;
            Unsafe.Add(ref counts, 256 + (nuint)(byte)(eight >> 40))++;
            Unsafe.Add(ref counts, 512 + (nuint)(byte)(eight >> 48))++;
            Unsafe.Add(ref counts, 768 + (nuint)(eight >> 56))++;
        }

        for (; i < plane.Length; i++)
        {
            _counts[plane[i]]++;
        }

        for (i = 0; i < 256; i++)
        {
            _counts[i] += _counts[256 + i] + _counts[512 + i] + _counts[768 + i];
        }
    }

    private void WriteHead(Span<byte> head, int symbols)
    {
        head.Clear();
        head[0] = (byte)(symbols - 1);
        var at = 0;
        for (var i = 0; i < 256; i++)
        {
            if (_lengths[i] != 0)
            {
                head[1 + at] = (byte)i;
                head[1 + symbols + (at / 2)] |= (byte)(_lengths[i] << (at % 2 * 4));
                at++;
            }
        }
    }

    /// <summary>
    /// Four codes are joined before they join those before them: only that last step waits for its predecessor. An entry
    /// keeps its length in the low six bits, which are the ones a shift looks at.
    /// </summary>
    /// <param name="into">Exactly what is needed and <see cref="Slack"/> more.</param>
    private void Encode(ReadOnlySpan<byte> plane, Span<byte> into)
    {
        ref var codes = ref MemoryMarshal.GetArrayDataReference(_codes);
        ref var from = ref MemoryMarshal.GetReference(plane);
        ref var to = ref MemoryMarshal.GetReference(into);
        var (waiting, bits) = (0UL, 0U);
        nuint at = 0;
        var i = 0;
        for (; i + 4 <= plane.Length; i += 4)
        {
            var four = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref from, i));
            var a = Unsafe.Add(ref codes, (nuint)(byte)four);
            var b = Unsafe.Add(ref codes, (nuint)(byte)(four >> 8));
            var c = Unsafe.Add(ref codes, (nuint)(byte)(four >> 16));
            var d = Unsafe.Add(ref codes, (nuint)(four >> 24));
            var ab = (a >> 8) | ((ulong)(b >> 8) << (int)a);
            var cd = (c >> 8) | ((ulong)(d >> 8) << (int)c);

            // At most 7 bits wait, and 44 come.
            waiting |= (ab | (cd << (int)(a + b))) << (int)bits;
            bits += (a + b + c + d) & 63;
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, at), waiting);
            at += bits >> 3;
            waiting >>= (int)(bits & ~7U);
            bits &= 7;
        }

        for (; i < plane.Length; i++)
        {
            var code = _codes[plane[i]];
            waiting |= (ulong)(code >> 8) << (int)bits;
            bits += code & 63;
        }

        Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, at), waiting);
    }
}
