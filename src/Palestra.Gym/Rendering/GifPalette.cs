using System.Numerics;

namespace Palestra.Gym.Rendering;

/// <summary>A colour table of a GIF and which colours of a frame stand for which entry. Immutable.</summary>
internal sealed class GifPalette
{
    /// <summary>Entries of the largest table.</summary>
    [NotTunable("A byte of the format holds no larger index.")]
    public const int MaxColours = 256;

    private readonly Dictionary<int, byte> _index;

    private GifPalette(IReadOnlyList<int> entries, Dictionary<int, byte> index, bool transparent)
    {
        _index = index;
        Transparent = transparent ? (byte)entries.Count : null;
        Bits = Math.Max(1, BitOperations.Log2((uint)(entries.Count + (transparent ? 1 : 0) - 1)) + 1);
        Table = new byte[3 << Bits];
        for (var i = 0; i < entries.Count; i++)
        {
            (Table[3 * i], Table[(3 * i) + 1], Table[(3 * i) + 2]) = ((byte)(entries[i] >> 16), (byte)(entries[i] >> 8), (byte)entries[i]);
        }
    }

    /// <summary>RGB of all entries, a power of two of them.</summary>
    public byte[] Table { get; }

    /// <summary>The table has two to the power of this many entries.</summary>
    public int Bits { get; }

    /// <summary>The index that shows what was there before, if there is one.</summary>
    public byte? Transparent { get; }

    /// <param name="counts">Colours (red in the highest of three bytes) with the number of their pixels.</param>
    public static GifPalette Of(Dictionary<int, int> counts, bool transparent)
    {
        var room = transparent ? MaxColours - 1 : MaxColours;
        if (counts.Count > room)
        {
            var (entries, nearest) = MedianCut.Reduce(counts, room);
            return new GifPalette(entries, nearest, transparent);
        }

        // In order, so that equal pictures give equal files.
        int[] exact = [.. counts.Keys.Order()];
        return new GifPalette(exact, exact.Select((colour, i) => (colour, (byte)i)).ToDictionary(), transparent);
    }

    public bool HasAll(IEnumerable<int> colours) => colours.All(_index.ContainsKey);

    public byte IndexOf(int colour) => _index[colour];
}
