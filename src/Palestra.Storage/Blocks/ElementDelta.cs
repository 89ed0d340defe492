using System.Numerics;
using System.Runtime.InteropServices;
using Palestra.Telemetry;

namespace Palestra.Storage;

/// <summary>
/// Replaces each element by its difference to the same element of the row before (the first row keeps its values),
/// modulo the element's size. Positions in a grid world or counters become small, repeating numbers.
/// </summary>
internal static class ElementDelta
{
    public static void Forward(ReadOnlySpan<byte> rows, Span<byte> into, int rowBytes, DType dtype)
    {
        rows[..rowBytes].CopyTo(into);
        var now = rows[rowBytes..];
        var before = rows[..^rowBytes];
        var result = into[rowBytes..];
        switch (dtype.SizeBytes())
        {
            case 8:
                Subtract<ulong>(now, before, result);
                break;
            case 4:
                Subtract<uint>(now, before, result);
                break;
            case 2:
                Subtract<ushort>(now, before, result);
                break;
            default:
                Subtract<byte>(now, before, result);
                break;
        }
    }

    /// <summary>Undoes <see cref="Forward"/> in place.</summary>
    public static void Backward(Span<byte> rows, int rowBytes, DType dtype)
    {
        switch (dtype.SizeBytes())
        {
            case 8:
                Accumulate<ulong>(rows, rowBytes);
                break;
            case 4:
                Accumulate<uint>(rows, rowBytes);
                break;
            case 2:
                Accumulate<ushort>(rows, rowBytes);
                break;
            default:
                Accumulate<byte>(rows, rowBytes);
                break;
        }
    }

    private static void Subtract<T>(ReadOnlySpan<byte> now, ReadOnlySpan<byte> before, Span<byte> result)
        where T : unmanaged, IBinaryInteger<T>
    {
        var a = MemoryMarshal.Cast<byte, T>(now);
        var b = MemoryMarshal.Cast<byte, T>(before);
        var r = MemoryMarshal.Cast<byte, T>(result);
        var i = 0;
        for (; i <= r.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            (new Vector<T>(a[i..]) - new Vector<T>(b[i..])).CopyTo(r[i..]);
        }

        for (; i < r.Length; i++)
        {
            r[i] = unchecked(a[i] - b[i]);
        }
    }

    private static void Accumulate<T>(Span<byte> rows, int rowBytes)
        where T : unmanaged, IBinaryInteger<T>
    {
        var elements = MemoryMarshal.Cast<byte, T>(rows);
        var width = rowBytes / System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        for (var i = width; i < elements.Length; i++)
        {
            elements[i] = unchecked(elements[i] + elements[i - width]);
        }
    }
}
