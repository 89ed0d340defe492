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
    }

    /// <summary>Puts it with its upper left corner at (<paramref name="x"/>, <paramref name="y"/>), which must lie inside the picture.</summary>
    public void Stamp(Span<byte> rgb, int pictureWidth, int pictureHeight, int x, int y)
    {
        var rows = Math.Min(_height, pictureHeight - y);
        var length = Math.Min(_width, pictureWidth - x) * 3;
        for (var row = 0; row < rows; row++)
        {
            var target = rgb.Slice((((y + row) * pictureWidth) + x) * 3, length);
            var own = _onBlack.AsSpan(row * _width * 3, length);
            var through = _through.AsSpan(row * _width * 3, length);
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = (byte)Math.Min(255, own[i] + (((target[i] * through[i]) + 127) / 255));
            }
        }
    }
}
