namespace Palestra.Gym.Rendering;

/// <summary>A rectangle of pixels.</summary>
internal readonly record struct PixelArea(int X, int Y, int Width, int Height)
{
    /// <summary>The smallest around everything that differs; one pixel in the corner if nothing does.</summary>
    public static PixelArea Changed(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, int width, int height)
    {
        var first = before.CommonPrefixLength(after);
        if (first == before.Length)
        {
            return new PixelArea(0, 0, 1, 1);
        }

        var stride = width * 3;
        var (top, bottom) = (first / stride, height - 1);
        while (before.Slice(bottom * stride, stride).SequenceEqual(after.Slice(bottom * stride, stride)))
        {
            bottom--;
        }

        var (left, right) = (stride, 0);
        for (var y = top; y <= bottom; y++)
        {
            var a = before.Slice(y * stride, stride);
            var b = after.Slice(y * stride, stride);
            left = Math.Min(left, a.CommonPrefixLength(b));
            for (var x = stride - 1; x > right; x--)
            {
                right = a[x] != b[x] ? x : right;
            }
        }

        return new PixelArea(left / 3, top, (right / 3) - (left / 3) + 1, bottom - top + 1);
    }
}
