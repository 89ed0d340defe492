namespace Palestra.Gym.Rendering;

/// <summary>
/// What lies behind all that moves in a picture: drawn once, at the first frame, and copied from then on. Thread-safe;
/// allocates at the first frame only.
/// </summary>
internal sealed class Backdrop(FrameSize size, Drawing draw)
{
    private readonly Lazy<byte[]> _picture = new(() =>
    {
        var picture = new byte[size.Bytes];
        draw(new Canvas(picture, size.Width, size.Height));
        return picture;
    });

    /// <summary>Fills a frame with it.</summary>
    /// <returns>The frame, for what moves.</returns>
    public Canvas Begin(Span<byte> rgb)
    {
        _picture.Value.CopyTo(rgb);
        return new Canvas(rgb, size.Width, size.Height);
    }
}
