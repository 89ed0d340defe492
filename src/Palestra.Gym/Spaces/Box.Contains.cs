using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Palestra.Gym;

/// <content>
/// Whether a row lies within the bounds. The guard of a made environment asks this at every step, so the bounds are also
/// kept in the element type and compared as such: no conversion and no call per element.
/// </content>
public sealed partial class Box
{
    private readonly Checks _checks;

    public override bool Contains(ReadOnlySpan<byte> row)
    {
        if (row.Length != RowBytes)
        {
            return false;
        }

        return ElementType switch
        {
            ElementType.Float32 => Within<float>(row),
            ElementType.Float64 => Within<double>(row),
            ElementType.UInt8 or ElementType.Bool => Within<byte>(row),
            ElementType.Int8 => Within<sbyte>(row),
            ElementType.UInt16 => Within<ushort>(row),
            ElementType.Int16 => Within<short>(row),
            ElementType.UInt32 => Within<uint>(row),
            ElementType.Int32 => Within<int>(row),
            ElementType.UInt64 => Within<ulong>(row),
            _ => Within<long>(row),
        };
    }

    /// <summary>Whether the row has the right length and nothing in it is infinite or NaN, within the bounds or not.</summary>
    public bool IsFinite(ReadOnlySpan<byte> row)
    {
        if (row.Length != RowBytes)
        {
            return false;
        }

        return ElementType switch
        {
            ElementType.Float32 => AllFinite<float>(row),
            ElementType.Float64 => AllFinite<double>(row),
            _ => true,
        };
    }

    private static bool AllFinite<T>(ReadOnlySpan<byte> row)
        where T : unmanaged, INumberBase<T>
    {
        foreach (var value in MemoryMarshal.Cast<byte, T>(row))
        {
            if (!T.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }

    private bool Within<T>(ReadOnlySpan<byte> row)
        where T : unmanaged, INumber<T>
    {
        if (_checks.AlwaysTrue)
        {
            return true;
        }

        var low = Unsafe.As<T[]>(_checks.Low);
        var high = Unsafe.As<T[]>(_checks.High);
        var values = MemoryMarshal.Cast<byte, T>(row)[..low.Length];
        for (var i = 0; i < values.Length; i++)
        {
            // Written so that NaN is outside.
            if (!(values[i] >= low[i] && values[i] <= high[i]))
            {
                return false;
            }
        }

        return true;
    }

    private Checks Typed() => ElementType switch
    {
        ElementType.Float32 => Typed<float>(),
        ElementType.Float64 => Typed<double>(),
        ElementType.UInt8 or ElementType.Bool => Typed<byte>(),
        ElementType.Int8 => Typed<sbyte>(),
        ElementType.UInt16 => Typed<ushort>(),
        ElementType.Int16 => Typed<short>(),
        ElementType.UInt32 => Typed<uint>(),
        ElementType.Int32 => Typed<int>(),
        ElementType.UInt64 => Typed<ulong>(),
        _ => Typed<long>(),
    };

    private Checks Typed<T>()
        where T : unmanaged, INumber<T>
    {
        T[] low = [.. _low.Select(T.CreateSaturating)];
        T[] high = [.. _high.Select(T.CreateSaturating)];
        var (least, most) = ElementType.Range();
        var whole = !ElementType.IsFloat() && ElementType != ElementType.Bool && _low.All(x => x == least) && _high.All(x => x == most);
        return new Checks(low, high, whole);
    }

    /// <param name="Low">Array of the element type.</param>
    /// <param name="High">Array of the element type.</param>
    /// <param name="AlwaysTrue">The bounds are those of the element type, so that every row is within them.</param>
    private readonly record struct Checks(Array Low, Array High, bool AlwaysTrue);
}
