using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Palestra.Gym.Rendering;

/// <summary>
/// Runs of RGB pixels, many bytes at a time. A run of one colour repeats every three vectors, so three of them hold it.
/// </summary>
internal static class Pixels
{
    private const int Block = 3 * 16;

    public static void Fill(Span<byte> run, Rgb colour)
    {
        var at = 0;
        if (run.Length >= Block)
        {
            var (first, second, third) = Pattern(colour);
            ref var start = ref MemoryMarshal.GetReference(run);
            for (; at <= run.Length - Block; at += Block)
            {
                first.StoreUnsafe(ref start, (nuint)at);
                second.StoreUnsafe(ref start, (nuint)at + 16);
                third.StoreUnsafe(ref start, (nuint)at + 32);
            }
        }

        for (; at < run.Length; at += 3)
        {
            (run[at], run[at + 1], run[at + 2]) = (colour.R, colour.G, colour.B);
        }
    }

    /// <param name="weight">Of the colour, 0 to 256; the rest is what is there.</param>
    public static void Mix(Span<byte> run, Rgb colour, int weight)
    {
        if (weight == 256)
        {
            Fill(run, colour);
            return;
        }

        var at = 0;
        if (run.Length >= Block && weight > 0)
        {
            var (first, second, third) = Pattern(colour);
            ref var start = ref MemoryMarshal.GetReference(run);
            for (; at <= run.Length - Block; at += Block)
            {
                Mix(ref start, at, first, (ushort)weight);
                Mix(ref start, at + 16, second, (ushort)weight);
                Mix(ref start, at + 32, third, (ushort)weight);
            }
        }

        for (; at < run.Length && weight > 0; at += 3)
        {
            MixOne(run.Slice(at, 3), colour, weight);
        }
    }

    public static void MixOne(Span<byte> pixel, Rgb colour, int weight) =>
        (pixel[0], pixel[1], pixel[2]) = (Mix(pixel[0], colour.R, weight), Mix(pixel[1], colour.G, weight), Mix(pixel[2], colour.B, weight));

    /// <summary>Puts a drawing over a run: <paramref name="own"/> plus what is there, as far as it shows <paramref name="through"/> (0 to 255).</summary>
    public static void Over(Span<byte> run, ReadOnlySpan<byte> own, ReadOnlySpan<byte> through)
    {
        own = own[..run.Length];
        through = through[..run.Length];
        var at = 0;
        for (; at <= run.Length - 16; at += 16)
        {
            var (below, part) = (Vector128.Create<byte>(run[at..]), Vector128.Create<byte>(through[at..]));
            var seen = Vector128.Narrow(
                By255(Vector128.WidenLower(below) * Vector128.WidenLower(part)), By255(Vector128.WidenUpper(below) * Vector128.WidenUpper(part)));
            Vector128.AddSaturate(seen, Vector128.Create<byte>(own[at..])).CopyTo(run[at..]);
        }

        for (; at < run.Length; at++)
        {
            run[at] = (byte)Math.Min(255, own[at] + (((run[at] * through[at]) + 127) / 255));
        }
    }

    private static byte Mix(byte below, byte colour, int weight) => (byte)(((below * (256 - weight)) + (colour * weight)) >> 8);

    private static void Mix(ref byte start, int at, Vector128<byte> colour, ushort weight)
    {
        var below = Vector128.LoadUnsafe(ref start, (nuint)at);
        var rest = (ushort)(256 - weight);
        Vector128.Narrow(
            ((Vector128.WidenLower(below) * rest) + (Vector128.WidenLower(colour) * weight)) >> 8,
            ((Vector128.WidenUpper(below) * rest) + (Vector128.WidenUpper(colour) * weight)) >> 8).StoreUnsafe(ref start, (nuint)at);
    }

    // Rounded division by 255, exact for every product of two bytes.
    private static Vector128<ushort> By255(Vector128<ushort> product)
    {
        product += Vector128.Create((ushort)128);
        return (product + (product >> 8)) >> 8;
    }

    // The colour over and over: the same 48 bytes fit wherever a pixel begins.
    private static (Vector128<byte> First, Vector128<byte> Second, Vector128<byte> Third) Pattern(Rgb colour)
    {
        var (r, g, b) = ((uint)colour.R, (uint)colour.G, (uint)colour.B);
        var (x, y, z) = (r | (g << 8) | (b << 16) | (r << 24), g | (b << 8) | (r << 16) | (g << 24), b | (r << 8) | (g << 16) | (b << 24));
        return (Vector128.Create(x, y, z, x).AsByte(), Vector128.Create(y, z, x, y).AsByte(), Vector128.Create(z, x, y, z).AsByte());
    }
}
