namespace Palestra.Gym.Rendering;

/// <summary>Something to draw, given a canvas.</summary>
internal delegate void Drawing(Canvas canvas);

/// <summary>
/// A drawing kept with its transparency, so that putting it on a frame is one pass over its pixels. Made by drawing once
/// on black and once on white: where both agree it is opaque, where they differ it is as transparent as they differ.
/// </summary>
internal sealed class Sprite
{
    private readonly byte[] _onBlack;
    private readonly byte[] _through;
    private readonly Row[] _rows;
    private readonly int _width;
    private readonly int _height;

    public Sprite(int width, int height, Drawing draw)
    {
        (_width, _height) = (width, height);
        _onBlack = new byte[width * height * 3];
        var onWhite = new byte[width * height * 3];
        onWhite.AsSpan().Fill(255);
        draw(new Canvas(_onBlack, width, height));
        draw(new Canvas(onWhite, width, height));
        _through = new byte[_onBlack.Length];
        for (var i = 0; i < _onBlack.Length; i++)
        {
            _through[i] = (byte)Math.Clamp(onWhite[i] - _onBlack[i], 0, 255);
        }

        _rows = [.. Enumerable.Range(0, height).Select(y => RowOf(_onBlack.AsSpan(y * width * 3, width * 3), _through.AsSpan(y * width * 3, width * 3)))];
    }

    /// <summary>Puts it with its upper left corner at (<paramref name="x"/>, <paramref name="y"/>); what lies outside the picture is cut off.</summary>
    public void Stamp(Span<byte> rgb, int pictureWidth, int pictureHeight, int x, int y)
    {
        var (left, right) = (Math.Max(0, -x) * 3, Math.Min(_width, pictureWidth - x) * 3);
        for (var row = Math.Max(0, -y); row < Math.Min(_height, pictureHeight - y); row++)
        {
            var (own, target) = (row * _width * 3, (((y + row) * pictureWidth) + x) * 3);
            ref readonly var parts = ref _rows[row];
            Over(rgb, target, own, Math.Max(left, parts.Start), Math.Min(right, parts.Solid));
            var (from, to) = (Math.Max(left, parts.Solid), Math.Min(right, parts.SolidEnd));
            if (from < to)
            {
                _onBlack.AsSpan(own + from, to - from).CopyTo(rgb[(target + from)..]);
            }

            Over(rgb, target, own, Math.Max(left, parts.SolidEnd), Math.Min(right, parts.End));
        }
    }

    private void Over(Span<byte> rgb, int target, int own, int from, int to)
    {
        if (from < to)
        {
            Pixels.Over(rgb.Slice(target + from, to - from), _onBlack.AsSpan(own + from), _through.AsSpan(own + from));
        }
    }

    private static Row RowOf(ReadOnlySpan<byte> own, ReadOnlySpan<byte> through)
    {
        // Neither black ink nor light: nothing there.
        var (start, end) = (0, own.Length);
        while (start < end && own[start] == 0 && through[start] == 255)
        {
            start++;
        }

        while (start < end && own[end - 1] == 0 && through[end - 1] == 255)
        {
            end--;
        }

        var (solid, length) = (start, 0);
        for (var i = start; i < end; i++)
        {
            var run = through[i..end].IndexOfAnyExcept((byte)0);
            run = run < 0 ? end - i : run;
            (solid, length) = run > length ? (i, run) : (solid, length);
            i += run;
        }

        return new Row(start, solid, solid + length, end);
    }

    /// <summary>Bytes of a row: blended from start, copied from solid to its end (the longest opaque run), blended up to the end.</summary>
    private readonly record struct Row(int Start, int Solid, int SolidEnd, int End);
}
