using System.Buffers.Binary;
using System.Text;

namespace Palestra.Storage;

/// <summary>Where a record lies: a page and the index of a cell on it.</summary>
internal readonly record struct CellPlace(int Page, int Cell);

/// <summary>A record as found on a page. A column is <c>null</c>, long, double, string or byte[].</summary>
/// <param name="RowId"><c>null</c> in an index or a table without row ids.</param>
internal sealed record PageRecord(CellPlace Place, long? RowId, object?[] Values);

/// <summary>
/// Reads the records on the pages of a damaged file, whatever table they belong to, as the SQLite file format lays them
/// out. Anything that does not fit is no record; nothing is ever thrown for content.
/// </summary>
[NotTunable("Limits of SQLite's file format and of our tables: beyond them lies damage, not a record.")]
internal sealed class PageRecords(PageImage image)
{
    private const int MostBytes = 1 << 30;
    private const int MostColumns = 64;

    private const byte IndexInterior = 0x02;
    private const byte IndexLeaf = 0x0A;
    private const byte TableLeaf = 0x0D;

    public IEnumerable<PageRecord> All()
    {
        for (var number = 1; number <= image.Count; number++)
        {
            var page = image.Page(number);
            var cells = CellsOf(page, number);
            for (var cell = 0; cell < cells; cell++)
            {
                if (Read(page, new CellPlace(number, cell)) is { } record)
                {
                    yield return record;
                }
            }
        }
    }

    public PageRecord? At(CellPlace place) => Read(image.Page(place.Page), place);

    private static int Header(int number) => number == 1 ? 100 : 0;

    private int CellsOf(byte[] page, int number)
    {
        var header = page.AsSpan(Header(number));
        return header[0] is IndexInterior or IndexLeaf or TableLeaf
            ? Math.Min(BinaryPrimitives.ReadUInt16BigEndian(header[3..]), image.PageSize / 4)
            : 0;
    }

    private PageRecord? Read(byte[] page, CellPlace place)
    {
        var header = Header(place.Page);
        var type = page[header];
        var pointer = header + (type == IndexInterior ? 12 : 8) + (2 * place.Cell);
        if (pointer + 2 > page.Length)
        {
            return null;
        }

        var at = (int)BinaryPrimitives.ReadUInt16BigEndian(page.AsSpan(pointer)) + (type == IndexInterior ? 4 : 0);
        long? rowId = null;
        if (!TryVarint(page, ref at, out var size) || size is < 2 or > MostBytes)
        {
            return null;
        }

        if (type == TableLeaf)
        {
            if (!TryVarint(page, ref at, out var id))
            {
                return null;
            }

            rowId = id;
        }

        return Payload(page, at, (int)size, type == TableLeaf) is { } payload && Values(payload) is { } values
            ? new PageRecord(place, rowId, values)
            : null;
    }

    /// <summary>The bytes of a record, its overflow pages joined.</summary>
    private byte[]? Payload(byte[] page, int at, int size, bool table)
    {
        var usable = image.PageSize;
        var most = table ? usable - 35 : ((usable - 12) * 64 / 255) - 23;
        var least = ((usable - 12) * 32 / 255) - 23;
        var local = size;
        if (size > most)
        {
            var rest = least + ((size - least) % (usable - 4));
            local = rest <= most ? rest : least;
        }

        if (at + local + (local < size ? 4 : 0) > page.Length || (long)size > (long)image.Count * usable)
        {
            return null;
        }

        var payload = new byte[size];
        page.AsSpan(at, local).CopyTo(payload);
        var next = local < size ? (int)BinaryPrimitives.ReadUInt32BigEndian(page.AsSpan(at + local)) : 0;
        for (var done = local; done < size;)
        {
            if (next < 1 || next > image.Count)
            {
                return null;
            }

            var overflow = image.Page(next);
            next = (int)BinaryPrimitives.ReadUInt32BigEndian(overflow);
            var take = Math.Min(usable - 4, size - done);
            overflow.AsSpan(4, take).CopyTo(payload.AsSpan(done));
            done += take;
        }

        return payload;
    }

    private static object?[]? Values(byte[] payload)
    {
        var at = 0;
        if (!TryVarint(payload, ref at, out var headerSize) || headerSize > payload.Length)
        {
            return null;
        }

        var values = new List<object?>();
        long body = headerSize;
        while (at < headerSize)
        {
            if (!TryVarint(payload, ref at, out var type) || values.Count == MostColumns)
            {
                return null;
            }

            var length = LengthOf(type);
            if (length < 0 || body + length > payload.Length)
            {
                return null;
            }

            values.Add(Value(type, payload.AsSpan((int)body, (int)length)));
            body += length;
        }

        return at == headerSize && body == payload.Length ? [.. values] : null;
    }

    private static long LengthOf(long type) => type switch
    {
        0 or 8 or 9 => 0,
        >= 1 and <= 4 => type,
        5 => 6,
        6 or 7 => 8,
        >= 12 => (type - 12) / 2,
        _ => -1,
    };

    private static object? Value(long type, ReadOnlySpan<byte> bytes) => type switch
    {
        0 => null,
        7 => BinaryPrimitives.ReadDoubleBigEndian(bytes),
        8 => 0L,
        9 => 1L,
        < 8 => Integer(bytes),
        _ => type % 2 == 0 ? bytes.ToArray() : Encoding.UTF8.GetString(bytes),
    };

    private static long Integer(ReadOnlySpan<byte> bytes)
    {
        long value = (sbyte)bytes[0];
        foreach (var next in bytes[1..])
        {
            value = (value << 8) | next;
        }

        return value;
    }

    private static bool TryVarint(ReadOnlySpan<byte> bytes, ref int at, out long value)
    {
        value = 0;
        for (var i = 0; i < 9; i++)
        {
            if (at < 0 || at >= bytes.Length)
            {
                return false;
            }

            var next = bytes[at++];
            if (i == 8)
            {
                value = (value << 8) | next;
                return true;
            }

            value = (value << 7) | (long)(next & 0x7F);
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }
}
