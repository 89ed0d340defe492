namespace Palestra.Storage;

/// <summary>
/// Byte planes: byte 0 of every row, then byte 1 of every row, and so on. Bytes of the same significance resemble each
/// other, which is what a compressor looks for; a plane whose bytes are all equal takes two bytes.
/// </summary>
internal static class Planes
{
    public const byte Constant = 0;
    public const byte Full = 1;

    /// <summary>Since encoding 2: its bytes are the next ones of the section that is not compressed.</summary>
    public const byte Apart = 2;

    /// <summary>
    /// Since encoding 3: four bytes with a length follow, and so many bytes of the section that is not compressed are its
    /// rows in a code of their own (<see cref="PlaneCodes"/>).
    /// </summary>
    public const byte Coded = 3;

    /// <param name="apart">The section that is not compressed; empty in encoding 1.</param>
    /// <param name="rows">All zero; <paramref name="width"/> bytes for each row.</param>
    public static void Read(ref ByteReader input, ref ByteReader apart, Span<byte> rows, int width)
    {
        var count = rows.Length / width;
        for (var plane = 0; plane < width; plane++)
        {
            switch (input.U8())
            {
                case Constant:
                    var value = input.U8();
                    if (value != 0)
                    {
                        for (var at = plane; at < rows.Length; at += width)
                        {
                            rows[at] = value;
                        }
                    }

                    break;
                case Full:
                    Spread(input.Bytes(count), rows, plane, width);
                    break;
                case Apart:
                    Spread(apart.Bytes(count), rows, plane, width);
                    break;
                case Coded:
                    PlaneCodes.Read(apart.Bytes(input.U32()), rows, plane, width);
                    break;
                case var kind:
                    throw Unknown(kind);
            }
        }
    }

    public static BlockFormatException Unknown(byte kind) => new($"A byte plane has kind {kind}; 0 to 3 are known.");

    /// <summary>Puts consecutive bytes of one plane into consecutive rows, from the first row on.</summary>
    public static void Spread(ReadOnlySpan<byte> from, Span<byte> rows, int plane, int width)
    {
        for (int i = 0, at = plane; i < from.Length; i++, at += width)
        {
            rows[at] = from[i];
        }
    }
}
