namespace Palestra.Gym.Rendering;

/// <summary>The compression of GIF: codes of growing length for growing strings of indices, in blocks of up to 255 bytes.</summary>
internal sealed class LzwEncoder(Stream stream)
{
    private const int CodeBits = 12;
    private const int Codes = 1 << CodeBits;
    private const int Slots = 4 * Codes;
    private const int Block = 255;

    // Strings by their beginning (a code) and last index: an open hash table, emptied by raising the generation.
    private readonly uint[] _keys = new uint[Slots];
    private readonly ushort[] _codes = new ushort[Slots];
    private readonly int[] _generations = new int[Slots];
    private readonly byte[] _block = new byte[Block + 1];
    private int _generation;
    private int _filled;
    private uint _bits;
    private int _bitCount;

    /// <param name="bits">The indices are less than two to this power.</param>
    public void Write(ReadOnlySpan<byte> indices, int bits)
    {
        // The format knows no codes of fewer bits than two.
        bits = Math.Max(2, bits);
        stream.WriteByte((byte)bits);
        var (clear, end) = (1 << bits, (1 << bits) + 1);
        var (next, length) = (end + 1, bits + 1);
        _generation++;
        Put(clear, length);
        var current = (int)indices[0];
        foreach (var index in indices[1..])
        {
            var slot = Find(((uint)current << 8) | index);
            if (_generations[slot] == _generation)
            {
                current = _codes[slot];
                continue;
            }

            Put(current, length);
            current = index;
            if (next == Codes)
            {
                Put(clear, length);
                (next, length) = (end + 1, bits + 1);
                _generation++;
                continue;
            }

            (_codes[slot], _generations[slot]) = ((ushort)next, _generation);
            // The reader learns a string one code later than the writer.
            length = next == 1 << length ? length + 1 : length;
            next++;
        }

        Put(current, length);
        Put(end, next == 1 << length && length < CodeBits ? length + 1 : length);
        Flush();
    }

    private int Find(uint key)
    {
        var slot = (int)((key * 2654435761) >> 18) & (Slots - 1);
        while (_generations[slot] == _generation && _keys[slot] != key)
        {
            slot = (slot + 1) & (Slots - 1);
        }

        _keys[slot] = key;
        return slot;
    }

    private void Put(int code, int length)
    {
        _bits |= (uint)code << _bitCount;
        _bitCount += length;
        for (; _bitCount >= 8; _bitCount -= 8, _bits >>= 8)
        {
            PutByte((byte)_bits);
        }
    }

    private void PutByte(byte value)
    {
        _block[++_filled] = value;
        if (_filled == Block)
        {
            WriteBlock();
        }
    }

    private void WriteBlock()
    {
        _block[0] = (byte)_filled;
        stream.Write(_block, 0, _filled + 1);
        _filled = 0;
    }

    private void Flush()
    {
        if (_bitCount > 0)
        {
            PutByte((byte)_bits);
        }

        if (_filled > 0)
        {
            WriteBlock();
        }

        stream.WriteByte(0);
        (_bits, _bitCount) = (0, 0);
    }
}
