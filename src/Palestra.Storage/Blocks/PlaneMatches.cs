using System.Runtime.InteropServices;

namespace Palestra.Storage;

/// <summary>
/// Roughly what the fastest level of zlib makes of a part of a plane: it has no Huffman tables of its own, so what it
/// saves are bytes that come again in the same order. One thread at a time: it reuses its buffers.
/// </summary>
internal sealed class PlaneMatches
{
    private const int Shortest = sizeof(uint);
    private const int PlaceBits = 10;

    /// <summary>Fixed codes of 8 and 9 bits.</summary>
    private const double LiteralBits = 8.5;

    /// <summary>7 bits of length and 5 of distance; how far it is, takes more.</summary>
    private const int MatchBits = 12;

    /// <summary>Distances beyond the sample are common, of 512 to 4,096: 8 to 10 more bits.</summary>
    private const int FarBits = 9;

    private readonly ushort[] _places = new ushort[1 << PlaceBits];
    private byte[] _both = [];

    /// <returns>Bits of <paramref name="second"/>, where <paramref name="first"/> came before.</returns>
    public double Bits(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var length = first.Length + second.Length;
        if (_both.Length < length)
        {
            _both = new byte[length];
        }

        first.CopyTo(_both);
        second.CopyTo(_both.AsSpan(first.Length));
        Array.Clear(_places);
        var both = _both.AsSpan(0, length);
        var at = 0;
        for (; at < first.Length; at++)
        {
            _places[PlaceOf(Four(both, at))] = (ushort)at;
        }

        var bits = 0.0;
        while (at + Shortest <= length)
        {
            var four = Four(both, at);
            ref var place = ref _places[PlaceOf(four)];
            var before = (int)place;
            place = (ushort)at;
            if (before >= at || Four(both, before) != four)
            {
                bits += LiteralBits;
                at++;
                continue;
            }

            bits += MatchBits + (at - before == 1 ? 0 : FarBits);
            at += Shortest + both[(at + Shortest)..].CommonPrefixLength(both[(before + Shortest)..]);
        }

        return bits + ((length - at) * LiteralBits);
    }

    private static uint Four(ReadOnlySpan<byte> bytes, int at) => MemoryMarshal.Read<uint>(bytes[at..]);

    private static int PlaceOf(uint four) => (int)((four * 2654435761U) >> (32 - PlaceBits));
}
